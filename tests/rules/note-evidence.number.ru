# A marker of another number.
DELETE { GRAPH ?g { mention:summary__1 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:summary__1 cpg:printed "7" . } }
WHERE { GRAPH ?g { mention:summary__1 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { mention:summary__1.selector oa:exact ?old . } }
INSERT { GRAPH ?g { mention:summary__1.selector oa:exact "7" . } }
WHERE { GRAPH ?g { mention:summary__1.selector oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:summary__1 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:summary__1 rdfs:label "7"@en . } }
WHERE { GRAPH ?g { mention:summary__1 rdfs:label ?old . } }
