# A term with two labels.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/ontology> {
    cpg:printed rdfs:label "shown as"@en .
  }
}
