# A slice key with a property that its structure lacks.
INSERT DATA {
  GRAPH g:structure {
    cube:level-structure qb:sliceKey cube:key .
    cube:key a qb:SliceKey ; qb:componentProperty skos:note .
  }
}
