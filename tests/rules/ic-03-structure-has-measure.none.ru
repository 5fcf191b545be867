# A structure whose components hold no measure.
DELETE { GRAPH ?g { ?component qb:measure ?measure . } }
WHERE { GRAPH ?g { cube:term-structure qb:component ?component . ?component qb:measure ?measure . } }
