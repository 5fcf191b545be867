# A part within another one.
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; skos:prefLabel "breakdown new"@en ; cpg:printedIn part:table-1 ; cpg:base pop:permit-2021 ; cpg:part pop:permit-2021_outcome.late , pop:permit-2021_outcome.refused ; cpg:exclusivity cpg:Exclusive ; cpg:exhaustivity cpg:Unstated ; cpg:coverageBasis cpg:Assumed .
  }
}
