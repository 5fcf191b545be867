# A section sign in an IRI.
INSERT DATA {
  GRAPH g:structure {
    <https://w3id.org/cpgraph/work/§1> a fabio:Report .
  }
}
