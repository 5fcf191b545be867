# Overlapping parts that do not reach their base.
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; skos:prefLabel "breakdown new"@en ; cpg:printedIn part:table-3 ; cpg:base pop:permit-2021 ; cpg:part pop:permit-2021_time.dark , pop:permit-2021_outcome.refused ; cpg:exclusivity cpg:Overlapping ; cpg:exhaustivity cpg:Exhaustive ; cpg:coverageBasis cpg:StatedInReport .
  }
}
