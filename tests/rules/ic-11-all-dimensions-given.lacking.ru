# A cube asks for a dimension that its observations lack.
INSERT DATA {
  GRAPH g:structure {
    cube:term-structure.1 qb:dimension cpg:countedIn .
  }
}
