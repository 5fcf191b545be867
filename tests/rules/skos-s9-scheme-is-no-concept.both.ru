# A scheme that is a concept.
INSERT DATA {
  GRAPH g:concepts {
    scheme:area a skos:Concept .
  }
}
