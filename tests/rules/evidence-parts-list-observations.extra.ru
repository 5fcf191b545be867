# A part that lists a number it does not print.
INSERT DATA {
  GRAPH g:facts {
    part:law qb:observation obs:count_permit-2020 .
  }
} ;
INSERT DATA {
  GRAPH g:facts {
    part:law a qb:ObservationGroup .
  }
}
