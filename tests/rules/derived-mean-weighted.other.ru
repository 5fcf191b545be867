# A computed mean that its inputs do not give.
DELETE { GRAPH ?g { obs:derived-mean-sentence_permit-2021_outcome.incomplete sdmx-measure:obsValue ?old . } }
INSERT { GRAPH ?g { obs:derived-mean-sentence_permit-2021_outcome.incomplete sdmx-measure:obsValue "42.7"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:derived-mean-sentence_permit-2021_outcome.incomplete sdmx-measure:obsValue ?old . } }
