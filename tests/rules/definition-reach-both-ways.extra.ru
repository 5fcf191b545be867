# A thing that points to a definition that does not govern it.
INSERT DATA {
  GRAPH g:notes {
    cat:outcome.refused rdfs:seeAlso def:granted-case .
  }
}
