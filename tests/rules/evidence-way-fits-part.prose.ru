# A number of the prose read by position.
DELETE { GRAPH ?g { mention:summary__count_permit-2020 cpg:obtainedBy ?old . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2020 cpg:obtainedBy cpg:ReadByPosition . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2020 cpg:obtainedBy ?old . } } ;
DELETE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }
INSERT { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy cpg:ReadByPosition . } }
WHERE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }
