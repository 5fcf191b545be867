# --- evidence-best-way.worse
# An observation obtained in a worse way than its mention.
DELETE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }
INSERT { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy cpg:ReadByPosition . } }
WHERE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }


# --- house:evidence-located.nowhere
# A mention without a position.
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(?s IN (mention:law__usc-99.whole, mention:law__usc-99.whole-position) || ?o = mention:law__usc-99.whole) }


# --- evidence-mention-name.part
# A mention of another part than its name says.
DELETE { GRAPH ?g { mention:law__usc-99 cpg:printedIn ?old . } }
INSERT { GRAPH ?g { mention:law__usc-99 cpg:printedIn part:summary . } }
WHERE { GRAPH ?g { mention:law__usc-99 cpg:printedIn ?old . } }


# --- evidence-number-fits.no-number
# Characters that are no number.
DELETE { GRAPH ?g { mention:summary__count_permit-2021 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2021 cpg:printed "xx" . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2021 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { mention:summary__count_permit-2021.selector oa:exact ?old . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2021.selector oa:exact "xx" . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2021.selector oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:summary__count_permit-2021 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2021 rdfs:label "xx"@en . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2021 rdfs:label ?old . } }


# --- evidence-number-fits.other
# Another number in print.
DELETE { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 cpg:printed "62.6" . } }
WHERE { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__share_permit-2021_outcome.granted_of_permit-2021.selector> oa:exact ?old . } }
INSERT { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__share_permit-2021_outcome.granted_of_permit-2021.selector> oa:exact "62.6" . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__share_permit-2021_outcome.granted_of_permit-2021.selector> oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 rdfs:label "62.6"@en . } }
WHERE { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 rdfs:label ?old . } }


# --- evidence-offset-length.beyond
# A position behind the end of the text.
DELETE { GRAPH ?g { mention:law__usc-99.whole-position oa:start ?start ; oa:end ?end . } }
INSERT { GRAPH ?g { mention:law__usc-99.whole-position oa:start 99000 ; oa:end 99008 . } }
WHERE { GRAPH ?g { mention:law__usc-99.whole-position oa:start ?start ; oa:end ?end . } }


# --- evidence-offset-length.longer
# A position longer than its quote.
DELETE { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:end ?end . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:end ?later . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:end ?end . } BIND(?end + 1 AS ?later) }


# --- evidence-one-place-per-text.two
# Two places in one text.
INSERT DATA {
  GRAPH g:mentions {
    mention:law__usc-99 oa:hasTarget mention:law__usc-99.again .
    mention:law__usc-99.again a oa:SpecificResource ; oa:hasSource extraction:whole ; oa:hasSelector mention:law__usc-99.whole-position .
  }
}


# --- evidence-one-quote.none
# A mention without a quote.
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(?s IN (mention:law__usc-99.quote, mention:law__usc-99.selector) || ?o = mention:law__usc-99.quote) }


# --- evidence-parts-list-observations.extra
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


# --- evidence-parts-list-observations.lacking
# A part that does not list what it prints.
DELETE { GRAPH ?g { part:table-1 qb:observation obs:count_permit-2021_outcome.late . } }
WHERE { GRAPH ?g { part:table-1 qb:observation obs:count_permit-2021_outcome.late . } }


# --- house:evidence-printed-is-quoted.differ
# A quote of other characters.
DELETE { GRAPH ?g { mention:law__usc-99.selector oa:exact ?old . } }
INSERT { GRAPH ?g { mention:law__usc-99.selector oa:exact "title 98" . } }
WHERE { GRAPH ?g { mention:law__usc-99.selector oa:exact ?old . } }


# --- house:evidence-property-given.none
# A mention of the law that does not say what it shows.
DELETE { GRAPH ?g { mention:law__ussg-9Z9.1 cpg:evidencesProperty ?old . } }
WHERE { GRAPH ?g { mention:law__ussg-9Z9.1 cpg:evidencesProperty ?old . } }


# --- evidence-same-place-same-quote.moved
# A mention moved to the place of another one.
DELETE { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:start ?old ; oa:end ?oldEnd . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:start ?start ; oa:end ?end . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:start ?old ; oa:end ?oldEnd . mention:summary__count_permit-2021.whole-position oa:start ?start ; oa:end ?end . } }


# --- evidence-same-quote-same-place.moved
# One quote at two places.
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9K1.1.whole-position> oa:start ?start ; oa:end ?end . } }
INSERT { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9K1.1.whole-position> oa:start 3 ; oa:end 9 . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9K1.1.whole-position> oa:start ?start ; oa:end ?end . } }


# --- evidence-single.second
# Of two mentions one is left.
# also: evidence-parts-list-observations
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(STRSTARTS(STR(?s), STR(mention:summary__count_permit-2021)) && (STRLEN(STR(?s)) = STRLEN(STR(mention:summary__count_permit-2021)) || REGEX(STR(?s), "permit-2021[.][qsw]"))) }


# --- house:evidence-target-kinds.nothing
# A selector that selects nothing.
# also: house:evidence-located
DELETE { GRAPH ?g { mention:law__usc-99.whole-position oa:start ?old . } }
WHERE { GRAPH ?g { mention:law__usc-99.whole-position oa:start ?old . } }


# --- house:evidence-target-kinds.source
# A position in something that is no text.
DELETE { GRAPH ?g { mention:law__usc-99.whole oa:hasSource ?old . } }
INSERT { GRAPH ?g { mention:law__usc-99.whole oa:hasSource part:summary . } }
WHERE { GRAPH ?g { mention:law__usc-99.whole oa:hasSource ?old . } }


# --- house:evidence-targets-used-selectors.orphan-selector
# A selector of no target.
INSERT DATA {
  GRAPH g:mentions {
    mention:law__usc-98.selector a oa:TextQuoteSelector .
  }
}


# --- house:evidence-targets-used.orphan
# A target of no mention.
INSERT DATA {
  GRAPH g:mentions {
    mention:law__usc-98.quote a oa:SpecificResource .
  }
}


# --- evidence-term-printed.other
# A term that is not printed.
DELETE { GRAPH ?g { mention:summary__max-sentence_permit-2021 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:summary__max-sentence_permit-2021 cpg:printed "long" . } }
WHERE { GRAPH ?g { mention:summary__max-sentence_permit-2021 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { mention:summary__max-sentence_permit-2021.selector oa:exact ?old . } }
INSERT { GRAPH ?g { mention:summary__max-sentence_permit-2021.selector oa:exact "long" . } }
WHERE { GRAPH ?g { mention:summary__max-sentence_permit-2021.selector oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:summary__max-sentence_permit-2021 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:summary__max-sentence_permit-2021 rdfs:label "long"@en . } }
WHERE { GRAPH ?g { mention:summary__max-sentence_permit-2021 rdfs:label ?old . } }


# --- evidence-value-printed.coarser
# A value that no place prints with its decimals.
DELETE { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 cpg:printed "0015" . } }
WHERE { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/table-1__share_permit-2021_outcome.incomplete_of_permit-2021.selector> oa:exact ?old . } }
INSERT { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/table-1__share_permit-2021_outcome.incomplete_of_permit-2021.selector> oa:exact "0015" . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/table-1__share_permit-2021_outcome.incomplete_of_permit-2021.selector> oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 rdfs:label "0015"@en . } }
WHERE { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 rdfs:label ?old . } }


# --- evidence-way-fits-part.derived
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


# --- evidence-way-fits-part.prose
# A number of the prose read by position.
DELETE { GRAPH ?g { mention:summary__count_permit-2020 cpg:obtainedBy ?old . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2020 cpg:obtainedBy cpg:ReadByPosition . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2020 cpg:obtainedBy ?old . } } ;
DELETE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }
INSERT { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy cpg:ReadByPosition . } }
WHERE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }


# --- evidence-way-fits-part.words
# Words read by position.
DELETE { GRAPH ?g { mention:law__usc-99 cpg:obtainedBy ?old . } }
INSERT { GRAPH ?g { mention:law__usc-99 cpg:obtainedBy cpg:ReadByPosition . } }
WHERE { GRAPH ?g { mention:law__usc-99 cpg:obtainedBy ?old . } }
