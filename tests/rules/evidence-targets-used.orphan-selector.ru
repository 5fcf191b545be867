# A selector of no target.
INSERT DATA {
  GRAPH g:mentions {
    mention:law__usc-98.selector a oa:TextQuoteSelector .
  }
}
