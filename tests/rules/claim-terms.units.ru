# A rank of terms in several units.
INSERT DATA {
  GRAPH g:claims {
    claim:north-first cpg:rightTerm obs:min-sentence_permit-2021 .
  }
}
