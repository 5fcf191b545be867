# An id that is not in the IRI.
DELETE { GRAPH ?g { part:summary dcterms:identifier ?old . } }
INSERT { GRAPH ?g { part:summary dcterms:identifier "preface" . } }
WHERE { GRAPH ?g { part:summary dcterms:identifier ?old . } }
