# A stated number left out that nobody printed.
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; skos:prefLabel "breakdown new"@en ; cpg:printedIn part:table-1 ; cpg:base pop:permit-2021 ; cpg:part pop:permit-2021_gear.hook , pop:permit-2021_outcome.refused ; cpg:exclusivity cpg:Exclusive ; cpg:exhaustivity cpg:Partial ; cpg:coverageBasis cpg:StatedInReport ; cpg:unaccounted 8 .
  }
}
