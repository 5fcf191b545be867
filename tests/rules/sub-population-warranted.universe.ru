# A population within one of another universe.
INSERT DATA {
  GRAPH g:facts {
    pop:permit-2021 cpg:subPopulationOf pop:boat-2021 .
  }
}
