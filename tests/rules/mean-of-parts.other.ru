# A mean that its parts do not give.
# also: observation-bounds
DELETE { GRAPH ?g { obs:mean-sentence_permit-2021 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:mean-sentence_permit-2021 cpg:upperBound "40.3"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:mean-sentence_permit-2021 cpg:upperBound ?old . } }
