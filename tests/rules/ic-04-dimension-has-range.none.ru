# A dimension without a range.
INSERT DATA {
  GRAPH g:structure {
    cpg:population a qb:DimensionProperty .
    unit:NUM a qb:DimensionProperty .
  }
}
