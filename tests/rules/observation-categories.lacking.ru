# An observation without a category of its population.
DELETE { GRAPH ?g { obs:count_permit-2021_area.north cpg:category ?old . } }
WHERE { GRAPH ?g { obs:count_permit-2021_area.north cpg:category ?old . } }
