# A cube with two structures.
INSERT DATA {
  GRAPH g:structure {
    cube:level qb:structure cube:derived-structure .
  }
}
