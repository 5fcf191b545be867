# A mention of a computed number.
INSERT DATA {
  GRAPH g:mentions {
    mention:summary__implied-count_permit-2021_channel.post a cpg:Mention , oa:Annotation ; rdfs:label "5 here"@en ; oa:hasBody obs:implied-count_permit-2021_channel.post ; oa:motivatedBy oa:identifying ; cpg:printed "5" ; cpg:printedIn part:summary ; cpg:obtainedBy cpg:PrintedInProse ; oa:hasTarget <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__implied-count_permit-2021_channel.post.quote> , <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__implied-count_permit-2021_channel.post.whole> .
    <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__implied-count_permit-2021_channel.post.quote> a oa:SpecificResource ; oa:hasSource <https://w3id.org/cpgraph/report/harbor-2022> ; oa:hasSelector <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__implied-count_permit-2021_channel.post.selector> .
    <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__implied-count_permit-2021_channel.post.selector> a oa:TextQuoteSelector ; oa:exact "5" ; oa:prefix "new summary__implied-count_permit-2021_channel.post" ; oa:suffix "" .
    <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__implied-count_permit-2021_channel.post.whole> a oa:SpecificResource ; oa:hasSource extraction:whole ; oa:hasSelector <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__implied-count_permit-2021_channel.post.whole-position> .
  }
} ;
INSERT DATA {
  GRAPH g:offsets-whole {
    <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__implied-count_permit-2021_channel.post.whole-position> a oa:TextPositionSelector ; oa:start 1 ; oa:end 2 .
  }
} ;
INSERT DATA {
  GRAPH g:facts {
    part:summary qb:observation obs:implied-count_permit-2021_channel.post .
  }
}
