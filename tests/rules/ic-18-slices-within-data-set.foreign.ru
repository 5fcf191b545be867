# A slice of one cube with an observation of another.
INSERT DATA {
  GRAPH g:structure {
    cube:share qb:slice part:table-2 .
  }
}
