# A number without a note.
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(?s = note:1 && ?p = dcterms:isPartOf) }
