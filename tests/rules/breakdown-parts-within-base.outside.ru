# A part outside the base.
INSERT DATA {
  GRAPH g:facts {
    bd:table-3-time cpg:part pop:boat-2021_age.lost .
  }
}
