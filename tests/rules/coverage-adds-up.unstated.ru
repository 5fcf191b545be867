# Parts that add up and are not said to.
DELETE { GRAPH ?g { bd:table-1 cpg:exclusivity ?old . } }
INSERT { GRAPH ?g { bd:table-1 cpg:exclusivity cpg:Unstated . } }
WHERE { GRAPH ?g { bd:table-1 cpg:exclusivity ?old . } }
