# A label without the year.
DELETE { GRAPH ?g { pop:permit-2018 skos:prefLabel ?old . } }
INSERT { GRAPH ?g { pop:permit-2018 skos:prefLabel "permit cases"@en . } }
WHERE { GRAPH ?g { pop:permit-2018 skos:prefLabel ?old . } } ;
DELETE { GRAPH ?g { pop:permit-2018 rdfs:label ?old . } }
INSERT { GRAPH ?g { pop:permit-2018 rdfs:label "permit cases"@en . } }
WHERE { GRAPH ?g { pop:permit-2018 rdfs:label ?old . } }
