# A code that is not in the IRI.
DELETE { GRAPH ?g { cat:area.north skos:notation ?old . } }
INSERT { GRAPH ?g { cat:area.north skos:notation "west" . } }
WHERE { GRAPH ?g { cat:area.north skos:notation ?old . } }
