# A cross reference to a case.
INSERT DATA {
  GRAPH g:notes {
    note:3 cpg:carriedBy part:summary .
  }
}
