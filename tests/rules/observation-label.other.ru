# A label of another population.
DELETE { GRAPH ?g { obs:count_permit-2020 skos:prefLabel ?old . } }
INSERT { GRAPH ?g { obs:count_permit-2020 skos:prefLabel "number of permits"@en . } }
WHERE { GRAPH ?g { obs:count_permit-2020 skos:prefLabel ?old . } } ;
DELETE { GRAPH ?g { obs:count_permit-2020 rdfs:label ?old . } }
INSERT { GRAPH ?g { obs:count_permit-2020 rdfs:label "number of permits"@en . } }
WHERE { GRAPH ?g { obs:count_permit-2020 rdfs:label ?old . } }
