# A variant with a category that its population lacks.
# also: sub-population-given
DELETE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:variantOf ?old . } }
INSERT { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:variantOf pop:permit-2021_outcome.incomplete . } }
WHERE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:variantOf ?old . } }
