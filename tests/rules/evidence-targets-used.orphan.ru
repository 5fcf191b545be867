# A target of no mention.
INSERT DATA {
  GRAPH g:mentions {
    mention:law__usc-98.quote a oa:SpecificResource .
  }
}
