# Percentages that add up and are not said to.
DELETE { GRAPH ?g { bd:figure-1 cpg:exhaustivity ?old . } }
INSERT { GRAPH ?g { bd:figure-1 cpg:exhaustivity cpg:Unstated . } }
WHERE { GRAPH ?g { bd:figure-1 cpg:exhaustivity ?old . } }
