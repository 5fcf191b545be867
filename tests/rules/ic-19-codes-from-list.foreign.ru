# A way of obtaining that is not on its list.
DELETE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }
INSERT { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy cpg:Life . } }
WHERE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }
