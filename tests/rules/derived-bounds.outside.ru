# A computed number outside its bounds.
DELETE { GRAPH ?g { obs:implied-count_permit-2021_channel.post cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:implied-count_permit-2021_channel.post cpg:upperBound "6"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:implied-count_permit-2021_channel.post cpg:upperBound ?old . } }
