# A number left out of an overlapping breakdown.
INSERT DATA {
  GRAPH g:facts {
    bd:table-3 cpg:unaccounted 3 .
  }
}
