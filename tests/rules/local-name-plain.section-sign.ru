# A section sign in an IRI.
INSERT DATA {
  GRAPH g:structure {
    <https://w3id.org/cpgraph/court/§1> a org:FormalOrganization .
  }
}
