# A term without a definition.
DELETE { GRAPH ?g { cpg:printed skos:definition ?old . } }
WHERE { GRAPH ?g { cpg:printed skos:definition ?old . } }
