# A size that is not the number it comes from.
DELETE { GRAPH ?g { pop:boat-2021_age.lost cpg:size ?old . } }
INSERT { GRAPH ?g { pop:boat-2021_age.lost cpg:size "6"^^xsd:decimal . } }
WHERE { GRAPH ?g { pop:boat-2021_age.lost cpg:size ?old . } }
