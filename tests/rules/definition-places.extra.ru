# A definition in a place that no mention shows.
INSERT DATA {
  GRAPH g:notes {
    def:granted-case cpg:definedIn part:table-2 .
  }
}
