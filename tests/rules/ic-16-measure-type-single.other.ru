# A value by another measure than the measure type.
# also: ic-17-measure-types-complete
INSERT DATA {
  GRAPH g:facts {
    obs:count_permit-2020 qb:measureType cpg:decimals .
  }
}
