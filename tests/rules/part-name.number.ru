# A number that is not in the label.
DELETE { GRAPH ?g { part:table-1 skos:notation ?old . } }
INSERT { GRAPH ?g { part:table-1 skos:notation "4" . } }
WHERE { GRAPH ?g { part:table-1 skos:notation ?old . } }
