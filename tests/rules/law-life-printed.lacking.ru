# An upper end of life that is not printed.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:usc-99-7_imprisonment-no-prior cpg:maximumTerm cpg:Life .
  }
}
