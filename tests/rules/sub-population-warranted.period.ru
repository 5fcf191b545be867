# A population within one of another period.
INSERT DATA {
  GRAPH g:facts {
    pop:permit-2020 cpg:subPopulationOf pop:permit-2019-2021 .
  }
}
