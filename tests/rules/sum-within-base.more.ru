# Exclusive parts that are more than their base.
DELETE { GRAPH ?g { bd:table-3-time cpg:exclusivity ?old . } }
INSERT { GRAPH ?g { bd:table-3-time cpg:exclusivity cpg:Exclusive . } }
WHERE { GRAPH ?g { bd:table-3-time cpg:exclusivity ?old . } }
