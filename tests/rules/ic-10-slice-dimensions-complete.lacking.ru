# A slice without a value for its key.
INSERT DATA {
  GRAPH g:structure {
    cube:level-structure qb:sliceKey cube:key .
    cube:key a qb:SliceKey ; qb:componentProperty cpg:measure .
    cube:slice a qb:Slice ; qb:sliceStructure cube:key .
  }
}
