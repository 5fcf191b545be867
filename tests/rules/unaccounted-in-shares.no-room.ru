# Percentages that leave no room.
# also: coverage-stated-number
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; skos:prefLabel "breakdown new"@en ; cpg:printedIn part:summary ; cpg:base pop:permit-2021_port.old ; cpg:part <https://w3id.org/cpgraph/report/harbor-2022/population/permit-2021_outcome.granted_port.old> , <https://w3id.org/cpgraph/report/harbor-2022/population/permit-2021_outcome.refused_port.old> ; cpg:exclusivity cpg:Exclusive ; cpg:exhaustivity cpg:Partial ; cpg:coverageBasis cpg:StatedInReport ; cpg:unaccounted 2 .
  }
}
