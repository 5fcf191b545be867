# One code for two measures.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/shared> {
    m:count2 skos:inScheme <https://w3id.org/cpgraph/measure/> ; skos:notation "count" .
  }
}
