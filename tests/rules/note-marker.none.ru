# A note without a marker.
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(REGEX(STR(?s), "/mention/summary__1([.]|$)")) }
