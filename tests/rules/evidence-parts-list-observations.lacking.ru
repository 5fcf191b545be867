# A part that does not list what it prints.
DELETE { GRAPH ?g { part:table-1 qb:observation obs:count_permit-2021_outcome.late . } }
WHERE { GRAPH ?g { part:table-1 qb:observation obs:count_permit-2021_outcome.late . } }
