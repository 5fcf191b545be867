# A value with more digits than its decimals.
# also: derived-mean-weighted, evidence-value-printed, observation-bounds
DELETE { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-measure:obsValue ?old . } }
INSERT { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-measure:obsValue "45.2"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-measure:obsValue ?old . } }
