# Another work than the note that it goes through cites.
DELETE { GRAPH ?g { citation:4-1 cpg:citedWork ?old . } }
INSERT { GRAPH ?g { citation:4-1 cpg:citedWork work:other-report . } }
WHERE { GRAPH ?g { citation:4-1 cpg:citedWork ?old . } } ;
DELETE { GRAPH ?g { note:4 cito:cites ?old . } }
INSERT { GRAPH ?g { note:4 cito:cites work:other-report . } }
WHERE { GRAPH ?g { note:4 cito:cites ?old . } }
