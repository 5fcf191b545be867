# A population within one whose category it lacks.
INSERT DATA {
  GRAPH g:facts {
    pop:permit-2021_outcome.late cpg:subPopulationOf pop:permit-2021_area.north .
  }
}
