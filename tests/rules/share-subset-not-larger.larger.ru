# A percentage above that of the wider population.
# also: claim-computed, observation-bounds, share-attainable, share-recompute, sum-of-shares
DELETE { GRAPH ?g { obs:share_permit-2021_outcome.refused_of_permit-2021 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_outcome.refused_of_permit-2021 cpg:upperBound "20"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_outcome.refused_of_permit-2021 cpg:upperBound ?old . } }
