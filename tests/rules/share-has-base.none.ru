# A percentage whose base has no basis.
DELETE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 cpg:baseBasis ?old . } }
WHERE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 cpg:baseBasis ?old . } }
