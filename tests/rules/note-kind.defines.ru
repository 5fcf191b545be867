# A note said to define that does not.
INSERT DATA {
  GRAPH g:notes {
    note:5 dcterms:type "defines" .
  }
}
