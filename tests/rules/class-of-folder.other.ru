# A measure with the IRI of a court.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/shared> {
    <https://w3id.org/cpgraph/court/count> a cpg:Measure , skos:Concept .
  }
}
