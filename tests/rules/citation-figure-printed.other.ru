# Another figure than is printed.
DELETE { GRAPH ?g { citation:6-1 cpg:citedWork ?old . } }
INSERT { GRAPH ?g { citation:6-1 cpg:citedWork part:figure-2 . } }
WHERE { GRAPH ?g { citation:6-1 cpg:citedWork ?old . } } ;
DELETE { GRAPH ?g { note:6 cito:cites ?old . } }
INSERT { GRAPH ?g { note:6 cito:cites part:figure-2 . } }
WHERE { GRAPH ?g { note:6 cito:cites ?old . } }
