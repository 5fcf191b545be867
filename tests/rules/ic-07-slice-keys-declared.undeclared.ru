# A slice key of no structure.
INSERT DATA {
  GRAPH g:structure {
    cube:key a qb:SliceKey .
  }
}
