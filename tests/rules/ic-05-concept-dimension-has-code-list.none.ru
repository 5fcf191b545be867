# A dimension of concepts without a code list.
DELETE { GRAPH ?g { cpg:measure qb:codeList ?old . } }
WHERE { GRAPH ?g { cpg:measure qb:codeList ?old . } }
