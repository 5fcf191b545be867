# A fitting number that does not fit.
DELETE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 sdmx-measure:obsValue ?old . } }
INSERT { GRAPH ?g { obs:smallest-fitting-number_permit-2010 sdmx-measure:obsValue "4"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 sdmx-measure:obsValue ?old . } } ;
DELETE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:lowerBound ?old . } }
INSERT { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:lowerBound "4"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:lowerBound ?old . } } ;
DELETE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:upperBound "4"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:upperBound ?old . } }
