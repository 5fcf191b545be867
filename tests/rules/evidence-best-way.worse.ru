# An observation obtained in a worse way than its mention.
DELETE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }
INSERT { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy cpg:ReadByPosition . } }
WHERE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }
