# --- share-attainable.unlisted
# A percentage that no number gives and no anomaly explains.
DELETE { GRAPH ?g { an:new-boats cpg:check ?old . } }
WHERE { GRAPH ?g { an:new-boats cpg:check ?old . } }


# --- house:share-has-base.none
# A percentage whose base has no basis.
DELETE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 cpg:baseBasis ?old . } }
WHERE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 cpg:baseBasis ?old . } }


# --- house:share-in-range.above
# More than one hundred percent.
DELETE { GRAPH ?g { obs:share_permit-2021_of_permit-2021 sdmx-measure:obsValue ?v ; cpg:lowerBound ?l ; cpg:upperBound ?u . } }
INSERT { GRAPH ?g { obs:share_permit-2021_of_permit-2021 sdmx-measure:obsValue "100.1"^^xsd:decimal ; cpg:lowerBound "100.05"^^xsd:decimal ; cpg:upperBound "100.15"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_of_permit-2021 sdmx-measure:obsValue ?v ; cpg:lowerBound ?l ; cpg:upperBound ?u . } }


# --- share-recompute.other
# A percentage that its numbers do not give.
# also: observation-bounds, share-attainable
DELETE { GRAPH ?g { obs:share_permit-2021_area.north_of_permit-2021 cpg:lowerBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_area.north_of_permit-2021 cpg:lowerBound "75.01"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_area.north_of_permit-2021 cpg:lowerBound ?old . } }


# --- share-subset-not-larger.larger
# A percentage above that of the wider population.
# also: claim-computed, observation-bounds, share-attainable, share-recompute, sum-of-shares
DELETE { GRAPH ?g { obs:share_permit-2021_outcome.refused_of_permit-2021 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_outcome.refused_of_permit-2021 cpg:upperBound "20"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_outcome.refused_of_permit-2021 cpg:upperBound ?old . } }


# --- share-within-base.outside
# A percentage of a population outside its base.
# also: breakdown-parts-within-base, sub-population-given
DELETE { GRAPH ?g { pop:permit-2021_gear.net cpg:subPopulationOf ?old . } }
WHERE { GRAPH ?g { pop:permit-2021_gear.net cpg:subPopulationOf ?old . } }
