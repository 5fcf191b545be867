# Two preferred labels in one language.
# also: labels-agree
INSERT DATA {
  GRAPH g:concepts {
    scheme:area skos:prefLabel "areas"@en ; rdfs:label "areas"@en .
  }
}
