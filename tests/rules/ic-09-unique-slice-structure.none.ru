# A slice without a structure.
INSERT DATA {
  GRAPH g:structure {
    cube:slice a qb:Slice .
  }
}
