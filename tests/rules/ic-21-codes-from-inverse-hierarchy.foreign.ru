# A code outside the inverse hierarchy.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/ontology> {
    cpg:countedIn qb:codeList cpg:tree .
    cpg:tree a qb:HierarchicalCodeList ; qb:hierarchyRoot part:table-1 ; qb:parentChildProperty cpg:below .
    cpg:below owl:inverseOf skos:broader .
  }
}
