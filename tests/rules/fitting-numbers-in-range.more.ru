# More fitting numbers than there are.
DELETE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old sdmx-measure:obsValue ?old . } }
INSERT { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old sdmx-measure:obsValue "99"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old sdmx-measure:obsValue ?old . } } ;
DELETE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:lowerBound ?old . } }
INSERT { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:lowerBound "99"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:lowerBound ?old . } } ;
DELETE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:upperBound "99"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:upperBound ?old . } }
