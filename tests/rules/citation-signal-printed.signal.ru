# Another signal than is printed.
DELETE { GRAPH ?g { citation:6-1 cpg:signal ?old . } }
INSERT { GRAPH ?g { citation:6-1 cpg:signal "see" . } }
WHERE { GRAPH ?g { citation:6-1 cpg:signal ?old . } }
