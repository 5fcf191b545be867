# Parts that do not add up.
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; skos:prefLabel "breakdown new"@en ; cpg:printedIn part:summary ; cpg:base pop:permit-2021 ; cpg:part pop:permit-2021_flag.own , pop:permit-2021_gear.unknown ; cpg:exclusivity cpg:Exclusive ; cpg:exhaustivity cpg:Exhaustive ; cpg:coverageBasis cpg:Assumed .
  }
}
