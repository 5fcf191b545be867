# A category that the population lacks.
INSERT DATA {
  GRAPH g:facts {
    obs:count_permit-2020 cpg:category cat:area.north .
  }
}
