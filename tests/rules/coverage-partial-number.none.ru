# A partial breakdown without the number left out.
DELETE { GRAPH ?g { bd:table-2 cpg:unaccounted ?old . } }
WHERE { GRAPH ?g { bd:table-2 cpg:unaccounted ?old . } }
