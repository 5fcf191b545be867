# --- house:variant-counted-in.no-part
# A variant that does not say where it is counted.
DELETE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:countedIn ?old . } }
WHERE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:countedIn ?old . } }


# --- house:variant-counted-in-only.no-variant
# A population with a part that is no variant.
DELETE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:variantOf ?old . } }
WHERE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:variantOf ?old . } }


# --- house:variant-of-same-categories.category
# A variant with a category that its population lacks.
DELETE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:variantOf ?old . } }
INSERT { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:variantOf pop:permit-2021_outcome.incomplete . } }
WHERE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:variantOf ?old . } }


# --- variant-sizes.unlisted
# Two sizes that no anomaly explains.
DELETE { GRAPH ?g { an:refused-twice cpg:check ?old . } }
WHERE { GRAPH ?g { an:refused-twice cpg:check ?old . } }
