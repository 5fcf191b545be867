# A bound that the terms do not give.
DELETE { GRAPH ?g { claim:granted-ratio cpg:computedUpper ?old . } }
INSERT { GRAPH ?g { claim:granted-ratio cpg:computedUpper "1.68"^^xsd:decimal . } }
WHERE { GRAPH ?g { claim:granted-ratio cpg:computedUpper ?old . } }
