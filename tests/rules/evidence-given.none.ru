# A claim that no mention shows.
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(CONTAINS(STR(?s), "/mention/summary__clerks-hard")) }
