# A point of a cube of measure types where one measure is missing.
INSERT DATA {
  GRAPH g:structure {
    cube:term-structure.1 qb:measure cpg:pinpoint ; qb:dimension qb:measureType .
  }
} ;
INSERT DATA {
  GRAPH g:facts {
    obs:max-sentence_permit-2021 qb:measureType cpg:valueTerm .
  }
}
