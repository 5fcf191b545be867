# A measure type without a value.
INSERT DATA {
  GRAPH g:facts {
    part:summary qb:measureType cpg:pinpoint .
  }
}
