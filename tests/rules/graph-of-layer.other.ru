# A claim in the graph of the facts.
INSERT DATA {
  GRAPH g:facts {
    claim:half-granted a cpg:Claim .
  }
}
