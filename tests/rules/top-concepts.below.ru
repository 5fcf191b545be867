# A top concept with a broader one.
INSERT DATA {
  GRAPH g:concepts {
    cat:outcome.late skos:topConceptOf scheme:outcome .
    scheme:outcome skos:hasTopConcept cat:outcome.late .
  }
}
