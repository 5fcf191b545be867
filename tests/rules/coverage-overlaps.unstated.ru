# Parts that overlap and are not said to.
DELETE { GRAPH ?g { bd:table-3 cpg:exclusivity ?old . } }
INSERT { GRAPH ?g { bd:table-3 cpg:exclusivity cpg:Unstated . } }
WHERE { GRAPH ?g { bd:table-3 cpg:exclusivity ?old . } }
