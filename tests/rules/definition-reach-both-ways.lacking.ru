# A governed thing that does not point back.
DELETE { GRAPH ?g { cat:outcome.granted rdfs:seeAlso ?old . } }
WHERE { GRAPH ?g { cat:outcome.granted rdfs:seeAlso ?old . } }
