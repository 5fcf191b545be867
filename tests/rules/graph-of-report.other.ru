# A thing of another report.
INSERT DATA {
  GRAPH g:facts {
    <https://w3id.org/cpgraph/report/other/part/summary> a prov:Entity .
  }
}
