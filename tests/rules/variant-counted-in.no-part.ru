# A variant that does not say where it is counted.
# also: population-name-complete
DELETE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:countedIn ?old . } }
WHERE { GRAPH ?g { pop:permit-2021_outcome.refused_counted-in-table-2 cpg:countedIn ?old . } }
