# A reason beside a verdict.
INSERT DATA {
  GRAPH g:claims {
    claim:half-granted cpg:reasonNotCheckable "None."@en .
  }
}
