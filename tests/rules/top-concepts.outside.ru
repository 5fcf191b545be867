# A top concept of a scheme that it is not in.
INSERT DATA {
  GRAPH g:concepts {
    cat:area.north skos:topConceptOf scheme:time .
    scheme:time skos:hasTopConcept cat:area.north .
  }
}
