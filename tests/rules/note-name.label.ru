# A label of another note.
DELETE { GRAPH ?g { note:1 rdfs:label ?old . } }
INSERT { GRAPH ?g { note:1 rdfs:label "note 9"@en . } }
WHERE { GRAPH ?g { note:1 rdfs:label ?old . } } ;
DELETE { GRAPH ?g { note:1 skos:prefLabel ?old . } }
INSERT { GRAPH ?g { note:1 skos:prefLabel "note 9"@en . } }
WHERE { GRAPH ?g { note:1 skos:prefLabel ?old . } }
