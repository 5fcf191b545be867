# A page that is not printed.
DELETE { GRAPH ?g { citation:3-1 cpg:pinpoint ?old . } }
INSERT { GRAPH ?g { citation:3-1 cpg:pinpoint "13" . } }
WHERE { GRAPH ?g { citation:3-1 cpg:pinpoint ?old . } }
