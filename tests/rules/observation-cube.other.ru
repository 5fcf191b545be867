# A count in the cube of computed numbers.
DELETE { GRAPH ?g { obs:count_permit-2020 qb:dataSet ?old . } }
INSERT { GRAPH ?g { obs:count_permit-2020 qb:dataSet cube:derived . } }
WHERE { GRAPH ?g { obs:count_permit-2020 qb:dataSet ?old . } }
