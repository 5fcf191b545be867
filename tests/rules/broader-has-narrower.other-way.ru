# A narrower concept that does not answer.
INSERT DATA {
  GRAPH g:concepts {
    cat:area.north skos:narrower cat:area.south .
  }
}
