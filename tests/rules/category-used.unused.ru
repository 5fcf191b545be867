# A category that nothing is restricted to.
INSERT DATA {
  GRAPH g:concepts {
    cat:area.west a cpg:Category , skos:Concept ; skos:inScheme scheme:area ; skos:topConceptOf scheme:area ; skos:notation "west" .
    scheme:area skos:hasTopConcept cat:area.west .
  }
}
