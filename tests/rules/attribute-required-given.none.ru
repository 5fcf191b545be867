# An attribute that does not say whether it is required.
DELETE { GRAPH ?g { cube:level-structure.9 qb:componentRequired ?old . } }
WHERE { GRAPH ?g { cube:level-structure.9 qb:componentRequired ?old . } }
