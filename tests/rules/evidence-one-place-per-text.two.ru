# Two places in one text.
INSERT DATA {
  GRAPH g:mentions {
    mention:law__usc-99 oa:hasTarget mention:law__usc-99.again .
    mention:law__usc-99.again a oa:SpecificResource ; oa:hasSource extraction:whole ; oa:hasSelector mention:law__usc-99.whole-position .
  }
}
