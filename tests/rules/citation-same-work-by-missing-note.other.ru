# Two works by one missing note.
INSERT DATA {
  GRAPH g:notes {
    citation:6-1 cpg:viaNote note:1 .
  }
}
