# A category that is neither at the top nor below another.
DELETE { GRAPH ?g { cat:area.north skos:topConceptOf ?old . } }
WHERE { GRAPH ?g { cat:area.north skos:topConceptOf ?old . } } ;
DELETE { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.north . } }
WHERE { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.north . } }
