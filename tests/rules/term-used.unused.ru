# A class that nothing is of.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/ontology> {
    cpg:Chapter a owl:Class ; rdfs:label "chapter"@en ; skos:definition "A chapter."@en ; rdfs:isDefinedBy <https://w3id.org/cpgraph/ns> .
  }
}
