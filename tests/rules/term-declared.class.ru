# A class that is not declared.
# also: dangling-link
INSERT DATA {
  GRAPH g:structure {
    part:summary a cpg:Chapter .
  }
}
