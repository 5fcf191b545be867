# A label of another breakdown.
DELETE { GRAPH ?g { bd:flags rdfs:label ?old . } }
INSERT { GRAPH ?g { bd:flags rdfs:label "breakdown flag"@en . } }
WHERE { GRAPH ?g { bd:flags rdfs:label ?old . } } ;
DELETE { GRAPH ?g { bd:flags skos:prefLabel ?old . } }
INSERT { GRAPH ?g { bd:flags skos:prefLabel "breakdown flag"@en . } }
WHERE { GRAPH ?g { bd:flags skos:prefLabel ?old . } }
