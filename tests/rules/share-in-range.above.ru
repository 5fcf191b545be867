# More than one hundred percent.
# also: evidence-number-fits, evidence-value-printed, share-attainable, share-recompute
DELETE { GRAPH ?g { obs:share_permit-2021_of_permit-2021 sdmx-measure:obsValue ?v ; cpg:lowerBound ?l ; cpg:upperBound ?u . } }
INSERT { GRAPH ?g { obs:share_permit-2021_of_permit-2021 sdmx-measure:obsValue "100.1"^^xsd:decimal ; cpg:lowerBound "100.05"^^xsd:decimal ; cpg:upperBound "100.15"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_of_permit-2021 sdmx-measure:obsValue ?v ; cpg:lowerBound ?l ; cpg:upperBound ?u . } }
