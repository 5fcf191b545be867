# A property that is not declared.
INSERT DATA {
  GRAPH g:facts {
    obs:count_permit-2020 cpg:colour "red" .
  }
}
