# A fitting number with a percentage of another base.
INSERT DATA {
  GRAPH g:derived {
    obs:smallest-fitting-number_permit-2010 prov:wasDerivedFrom obs:share_permit-2021_gear.net_of_permit-2021 .
  }
}
