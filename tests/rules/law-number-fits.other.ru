# A printed number that the effect does not have.
INSERT DATA {
  GRAPH g:mentions {
    mention:summary__usc-99-7_imprisonment-no-prior a cpg:Mention , oa:Annotation ; rdfs:label "7 here"@en ; oa:hasBody law:usc-99-7_imprisonment-no-prior ; oa:motivatedBy oa:identifying ; cpg:printed "7" ; cpg:printedIn part:summary ; cpg:obtainedBy cpg:PrintedInProse ; oa:hasTarget mention:summary__usc-99-7_imprisonment-no-prior.quote , mention:summary__usc-99-7_imprisonment-no-prior.whole ; cpg:evidencesProperty "minimum" .
    mention:summary__usc-99-7_imprisonment-no-prior.quote a oa:SpecificResource ; oa:hasSource <https://w3id.org/cpgraph/report/harbor-2022> ; oa:hasSelector mention:summary__usc-99-7_imprisonment-no-prior.selector .
    mention:summary__usc-99-7_imprisonment-no-prior.selector a oa:TextQuoteSelector ; oa:exact "7" ; oa:prefix "new summary__usc-99-7_imprisonment-no-prior" ; oa:suffix "" .
    mention:summary__usc-99-7_imprisonment-no-prior.whole a oa:SpecificResource ; oa:hasSource extraction:whole ; oa:hasSelector mention:summary__usc-99-7_imprisonment-no-prior.whole-position .
  }
} ;
INSERT DATA {
  GRAPH g:offsets-whole {
    mention:summary__usc-99-7_imprisonment-no-prior.whole-position a oa:TextPositionSelector ; oa:start 1 ; oa:end 2 .
  }
}
