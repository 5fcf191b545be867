# An increase that is not printed.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.1-b-1_enhancement cpg:levelIncrease 6 .
  }
}
