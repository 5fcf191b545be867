# A note carried by a note that is not there.
INSERT DATA {
  GRAPH g:notes {
    note:3 dcterms:relation note:7 .
  }
}
