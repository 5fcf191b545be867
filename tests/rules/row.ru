# The row view is apart: these cases change its graph alone, or the evidence that it is made from.

# --- row-traced.value
# A row that shows another number than its observation has.
DELETE { GRAPH g:cube { ?row m:count ?n . } }
INSERT { GRAPH g:cube { ?row m:count 7777 . } }
WHERE { GRAPH g:cube { ?row prov:wasDerivedFrom obs:count_permit-2020 ; m:count ?n . } }

# --- row-traced.nothing-shown
# A row that names an observation and shows nothing of it.
INSERT { GRAPH g:cube { ?row prov:wasDerivedFrom obs:count_permit-2020 . } }
WHERE { { SELECT ?row { GRAPH g:cube { ?row m:share ?n . FILTER NOT EXISTS { ?row m:count ?count . } } } LIMIT 1 } }
# also: row-described

# --- row-given.lost
# A number without a row.
DELETE { GRAPH g:cube { ?row ?p ?o . } }
WHERE { GRAPH g:cube { ?row prov:wasDerivedFrom obs:count_permit-2020 ; ?p ?o . } }

# --- row-described.period
# A row that says another period.
DELETE { GRAPH g:cube { ?row sdmx-dimension:refPeriod ?period . } }
INSERT { GRAPH g:cube { ?row sdmx-dimension:refPeriod fy:2021 . } }
WHERE {
  GRAPH g:cube { ?row prov:wasDerivedFrom obs:count_permit-2020 ; sdmx-dimension:refPeriod ?period . }
}

# --- row-described.unmarked
# A computed number that looks printed.
DELETE { GRAPH g:cube { ?row cpg:obtainedBy ?how . } }
WHERE { GRAPH g:cube { ?row cpg:obtainedBy ?how . } }
