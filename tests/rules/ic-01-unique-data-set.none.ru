# An observation in no cube.
DELETE { GRAPH ?g { obs:count_permit-2020 qb:dataSet ?old . } }
WHERE { GRAPH ?g { obs:count_permit-2020 qb:dataSet ?old . } }
