# A citation of two notes.
INSERT DATA {
  GRAPH g:notes {
    note:2 cpg:hasCitation citation:6-1 ; cito:cites part:figure-1 ; dcterms:type "cites" .
  }
}
