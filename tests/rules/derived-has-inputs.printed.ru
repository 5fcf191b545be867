# A printed number with an input.
INSERT DATA {
  GRAPH g:facts {
    obs:count_permit-2020 prov:wasDerivedFrom obs:count_permit-2021 .
  }
}
