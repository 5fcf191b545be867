# A note that cites and is not said to.
DELETE { GRAPH ?g { note:5 dcterms:type "cites" . } }
WHERE { GRAPH ?g { note:5 dcterms:type "cites" . } }
