# An effect of another class than its name says.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.1-b-1_enhancement a cpg:StatutoryMaximumRule .
  }
}
