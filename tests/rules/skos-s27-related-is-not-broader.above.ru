# A concept related to the one above it.
INSERT DATA {
  GRAPH g:concepts {
    cat:outcome.late skos:related cat:outcome.refused .
  }
}
