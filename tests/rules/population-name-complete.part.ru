# A variant counted in a part that its name does not have.
INSERT DATA {
  GRAPH g:facts {
    pop:permit-2021_outcome.refused_counted-in-table-2 cpg:countedIn part:table-3 .
  }
}
