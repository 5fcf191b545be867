# Two parts at one place.
DELETE { GRAPH ?g { part:summary cpg:order ?old . } }
INSERT { GRAPH ?g { part:summary cpg:order 8 . } }
WHERE { GRAPH ?g { part:summary cpg:order ?old . } }
