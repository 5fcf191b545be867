# A percentage that two steps of rounding give.
# also: implied-count-unique, observation-bounds, share-attainable
DELETE { GRAPH ?g { obs:share_permit-2021_channel.post_of_permit-2021 cpg:lowerBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_channel.post_of_permit-2021 cpg:lowerBound "12.5001"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_channel.post_of_permit-2021 cpg:lowerBound ?old . } }
