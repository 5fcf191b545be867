# A percentage that its numbers do not give.
# also: observation-bounds, share-attainable
DELETE { GRAPH ?g { obs:share_permit-2021_area.north_of_permit-2021 cpg:lowerBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_area.north_of_permit-2021 cpg:lowerBound "75.01"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_area.north_of_permit-2021 cpg:lowerBound ?old . } }
