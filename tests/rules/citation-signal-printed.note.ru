# Another note than is printed.
DELETE { GRAPH ?g { citation:3-1 cpg:viaNote ?old . } }
INSERT { GRAPH ?g { citation:3-1 cpg:viaNote note:2 . } }
WHERE { GRAPH ?g { citation:3-1 cpg:viaNote ?old . } }
