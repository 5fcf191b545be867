# Two populations within each other.
# also: share-subset-not-larger, sub-population-warranted, subset-not-larger
INSERT DATA {
  GRAPH g:facts {
    pop:permit-2021_outcome.refused cpg:subPopulationOf pop:permit-2021_outcome.late .
  }
}
