# A label of another provision.
DELETE { GRAPH ?g { law:ussg-9K1.1 rdfs:label ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 rdfs:label "§9K1.2"@en . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 rdfs:label ?old . } } ;
DELETE { GRAPH ?g { law:ussg-9K1.1 skos:prefLabel ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 skos:prefLabel "§9K1.2"@en . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 skos:prefLabel ?old . } }
