# A collection that is a scheme.
INSERT DATA {
  GRAPH g:concepts {
    scheme:area a skos:Collection .
  }
}
