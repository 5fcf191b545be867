# Percentages that cannot add up.
# also: fitting-number-fits, observation-bounds
DELETE { GRAPH ?g { obs:share_permit-2010_outcome.refused_of_permit-2010 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2010_outcome.refused_of_permit-2010 cpg:upperBound "33.24"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2010_outcome.refused_of_permit-2010 cpg:upperBound ?old . } }
