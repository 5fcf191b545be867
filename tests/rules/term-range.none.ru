# A property without a range.
DELETE { GRAPH ?g { cpg:printed rdfs:range ?old . } }
WHERE { GRAPH ?g { cpg:printed rdfs:range ?old . } }
