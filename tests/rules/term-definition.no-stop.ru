# A definition that is no sentence.
DELETE { GRAPH ?g { cpg:printed skos:definition ?old . } }
INSERT { GRAPH ?g { cpg:printed skos:definition "characters"@en . } }
WHERE { GRAPH ?g { cpg:printed skos:definition ?old . } }
