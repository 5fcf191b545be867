# A label that is hidden and other.
INSERT DATA {
  GRAPH g:concepts {
    cat:outcome.granted skos:hiddenLabel "allowed"@en .
  }
}
