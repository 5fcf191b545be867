# One number as two observations.
# also: evidence-given, observation-name, population-size-missing
INSERT { GRAPH g:facts { obs:count_permit-2020_2 ?p ?o . } }
WHERE { GRAPH g:facts { obs:count_permit-2020 ?p ?o . } }
