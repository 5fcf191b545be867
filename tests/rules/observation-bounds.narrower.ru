# A bound that the digits do not give.
DELETE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 cpg:upperBound "50.04"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 cpg:upperBound ?old . } }
