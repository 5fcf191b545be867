# A label that is preferred and other.
INSERT DATA {
  GRAPH g:concepts {
    cat:outcome.granted skos:altLabel "permit granted"@en .
  }
}
