# An exact match that is also a broad one.
INSERT DATA {
  GRAPH g:concepts {
    scheme:area skos:exactMatch scheme:time ; skos:broadMatch scheme:time .
  }
}
