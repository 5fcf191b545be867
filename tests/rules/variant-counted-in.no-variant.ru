# A population with a part that is no variant.
# also: sub-population-given, variant-sizes
DELETE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:variantOf ?old . } }
WHERE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:variantOf ?old . } }
