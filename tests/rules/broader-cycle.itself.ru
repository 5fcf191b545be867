# A universe broader than itself.
INSERT DATA {
  GRAPH g:concepts {
    universe:boat skos:broader universe:boat ; skos:narrower universe:boat .
  }
}
