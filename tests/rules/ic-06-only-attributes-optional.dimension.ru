# A dimension that may be left out.
INSERT DATA {
  GRAPH g:structure {
    cube:level-structure.1 qb:componentRequired false .
  }
}
