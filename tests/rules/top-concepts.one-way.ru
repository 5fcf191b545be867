# A top concept that its scheme does not name.
DELETE { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.north . } }
WHERE { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.north . } }
