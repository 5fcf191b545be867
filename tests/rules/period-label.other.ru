# A label of another year.
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-year/2019> skos:prefLabel ?old . } }
INSERT { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-year/2019> skos:prefLabel "fiscal year 2020"@en . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-year/2019> skos:prefLabel ?old . } } ;
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-year/2019> rdfs:label ?old . } }
INSERT { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-year/2019> rdfs:label "fiscal year 2020"@en . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-year/2019> rdfs:label ?old . } }
