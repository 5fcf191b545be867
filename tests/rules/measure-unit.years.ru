# A count in years.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/shared> {
    m:rate a cpg:Measure , skos:Concept ; cpg:statistic cpg:Count ; cpg:unit unit:YR .
  }
}
