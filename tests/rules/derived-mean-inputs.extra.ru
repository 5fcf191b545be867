# A computed mean with a size too many.
INSERT DATA {
  GRAPH g:derived {
    obs:derived-mean-sentence_permit-2021_outcome.incomplete prov:wasDerivedFrom obs:count_permit-2021 .
  }
}
