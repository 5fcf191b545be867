# A condition of another number.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.1-a_minimum-category cpg:condition <https://w3id.org/cpgraph/condition/two-or-more-prior-convictions> .
  }
}
