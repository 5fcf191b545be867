# A condition that no words speak of.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.2_cross-reference cpg:condition <https://w3id.org/cpgraph/condition/maximum-below-range> .
  }
}
