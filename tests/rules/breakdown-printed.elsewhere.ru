# A breakdown in a part that prints nothing of it.
DELETE { GRAPH ?g { bd:table-3 cpg:printedIn ?old . } }
INSERT { GRAPH ?g { bd:table-3 cpg:printedIn part:figure-1 . } }
WHERE { GRAPH ?g { bd:table-3 cpg:printedIn ?old . } }
