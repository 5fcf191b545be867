# Two labels of one thing.
DELETE { GRAPH ?g { scheme:area rdfs:label ?old . } }
INSERT { GRAPH ?g { scheme:area rdfs:label "areas"@en . } }
WHERE { GRAPH ?g { scheme:area rdfs:label ?old . } }
