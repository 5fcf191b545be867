# A citation that is not in the IRI.
DELETE { GRAPH ?g { law:ussg-9K1.1 cpg:citedAs ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 cpg:citedAs "§9K1.2" . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 cpg:citedAs ?old . } } ;
DELETE { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier "USSG §9K1.2" . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier ?old . } } ;
DELETE { GRAPH ?g { law:ussg-9K1.1 rdfs:label ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 rdfs:label "§9K1.2"@en . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 rdfs:label ?old . } } ;
DELETE { GRAPH ?g { law:ussg-9K1.1 skos:prefLabel ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 skos:prefLabel "§9K1.2"@en . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 skos:prefLabel ?old . } }
