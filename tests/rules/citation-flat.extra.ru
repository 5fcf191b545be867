# A note that cites what no citation of it cites.
INSERT DATA {
  GRAPH g:notes {
    note:5 cito:cites work:other-report .
  }
}
