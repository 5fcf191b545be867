# A condition other than the name says.
# also: law-condition-number
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.1-a_minimum-level-one-prior cpg:condition <https://w3id.org/cpgraph/condition/one-or-more-prior-convictions> .
  }
}
