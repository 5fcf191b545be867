# A scheme names a top concept that does not answer.
INSERT DATA {
  GRAPH g:concepts {
    scheme:area skos:hasTopConcept cat:time.day .
  }
}
