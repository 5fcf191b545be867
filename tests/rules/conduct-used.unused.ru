# Conduct that nothing is about.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/shared> {
    conduct:smoking a cpg:Conduct , skos:Concept .
  }
}
