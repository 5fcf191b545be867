# --- house:law-base-level.lacking
# A base level of the effect that the state lacks.
DELETE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:baseOffenseLevel ?old . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:baseOffenseLevel ?old . } }


# --- law-condition-printed.change
# A prompting act that no mention shows.
DELETE { GRAPH ?g { ?mention cpg:evidencesProperty ?old . } }
WHERE { GRAPH ?g { ?mention cpg:evidencesProperty ?old . FILTER(?old = "prompted_by") } }


# --- law-condition-printed.body
# A body that is another one than the printed.
DELETE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:changedBy ?old . } }
INSERT { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:changedBy agency:court . } GRAPH ?h { agency:court a foaf:Agent ; rdfs:label "Court"@en . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:changedBy ?old . } GRAPH ?h { agency:office a foaf:Agent . } }


# --- law-identifier.name
# A citation that is not in the IRI.
DELETE { GRAPH ?g { law:ussg-9K1.1 cpg:citedAs ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 cpg:citedAs "§9K1.2" . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 cpg:citedAs ?old . } } ;
DELETE { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier "USSG §9K1.2" . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier ?old . } } ;
DELETE { GRAPH ?g { law:ussg-9K1.1 rdfs:label ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 rdfs:label "§9K1.2"@en . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 rdfs:label ?old . } }


# --- law-code-cited.other
# A code of another guideline.
# also: code-of-system
INSERT { GRAPH ?g { law:ussg-9K1.1 eli:id_local "9K1.2"^^<https://w3id.org/cpgraph/datatype/ussg> . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 cpg:citedAs ?cite . } }


# --- law-cite-printed.other
# A printed section that is another one.
DELETE { GRAPH ?g { mention:law__ussg-9Z9.2 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:law__ussg-9Z9.2 cpg:printed "§9Z9.3" . } }
WHERE { GRAPH ?g { mention:law__ussg-9Z9.2 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9Z9.2.selector> oa:exact ?old . } }
INSERT { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9Z9.2.selector> oa:exact "§9Z9.3" . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9Z9.2.selector> oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:law__ussg-9Z9.2 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:law__ussg-9Z9.2 rdfs:label "§9Z9.3"@en . } }
WHERE { GRAPH ?g { mention:law__ussg-9Z9.2 rdfs:label ?old . } }


# --- law-condition-named.other
# A condition that no words speak of.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.2_cross-reference cpg:condition <https://w3id.org/cpgraph/condition/maximum-below-range> .
  }
}


# --- law-condition-number.other
# A condition of another number.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.1-a_minimum-category cpg:condition <https://w3id.org/cpgraph/condition/two-or-more-prior-convictions> .
  }
}


# --- law-condition-printed.not-printed
# A condition that no mention shows.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:usc-99-7_supervised-release cpg:condition <https://w3id.org/cpgraph/condition/maximum-below-range> .
  }
} ;
DELETE { GRAPH ?g { law:usc-99-7_supervised-release rdfs:label ?old . } }
INSERT { GRAPH ?g { law:usc-99-7_supervised-release rdfs:label "99 U.S.C. § 7: maximum"@en . } }
WHERE { GRAPH ?g { law:usc-99-7_supervised-release rdfs:label ?old . } }


# --- house:law-cross-reference.other
# A cross reference from a provision that does not provide it.
DELETE { GRAPH ?g { law:ussg-9Z9.2_cross-reference cpg:crossReferenceFrom ?old . } }
INSERT { GRAPH ?g { law:ussg-9Z9.2_cross-reference cpg:crossReferenceFrom law:ussg-9K1.1 . } }
WHERE { GRAPH ?g { law:ussg-9Z9.2_cross-reference cpg:crossReferenceFrom ?old . } }


# --- law-effect-kind.lacking
# An effect without the class of its name.
DELETE { GRAPH ?g { law:ussg-manual_statutory-maximum-rule a cpg:StatutoryMaximumRule . } }
WHERE { GRAPH ?g { law:ussg-manual_statutory-maximum-rule a cpg:StatutoryMaximumRule . } }


# --- law-effect-kind.other
# An effect of another class than its name says.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.1-b-1_enhancement a cpg:StatutoryMaximumRule .
  }
}


# --- house:law-effect-of-one.none
# An effect that no provision provides.
DELETE { GRAPH ?g { law:usc-99-7 cpg:provides law:usc-99-7_supervised-release . } }
WHERE { GRAPH ?g { law:usc-99-7 cpg:provides law:usc-99-7_supervised-release . } }


# --- law-evidence-property.nothing
# A mention of a trigger that is not there.
DELETE { GRAPH ?g { mention:law__ussg-9Z9.1_multiple-count-rule_2 cpg:evidencesProperty ?old . } }
INSERT { GRAPH ?g { mention:law__ussg-9Z9.1_multiple-count-rule_2 cpg:evidencesProperty "trigger" . } }
WHERE { GRAPH ?g { mention:law__ussg-9Z9.1_multiple-count-rule_2 cpg:evidencesProperty ?old . } }


# --- law-hierarchy.other-body
# A section of the code in the manual.
DELETE { GRAPH ?g { law:usc-99-7 eli:is_part_of ?a . ?a eli:has_part law:usc-99-7 . } }
INSERT { GRAPH ?g { law:usc-99-7 eli:is_part_of law:ussg-manual . law:ussg-manual eli:has_part law:usc-99-7 . } }
WHERE { GRAPH ?g { law:usc-99-7 eli:is_part_of ?a . } }


# --- house:law-hierarchy-part.nowhere
# A section that is part of nothing.
DELETE { GRAPH ?g { law:usc-99-7 eli:is_part_of ?a . ?a eli:has_part law:usc-99-7 . } }
WHERE { GRAPH ?g { law:usc-99-7 eli:is_part_of ?a . } }


# --- law-hierarchy.subsection
# A subsection of a provision that its name does not hold.
DELETE { GRAPH ?g { law:ussg-9Z9.1-b-1 eli:is_part_of ?a . ?a eli:has_part law:ussg-9Z9.1-b-1 . } }
INSERT { GRAPH ?g { law:ussg-9Z9.1-b-1 eli:is_part_of law:ussg-9Z9.1 . law:ussg-9Z9.1 eli:has_part law:ussg-9Z9.1-b-1 . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1-b-1 eli:is_part_of ?a . } }


# --- law-identifier.other
# A full citation of another provision.
DELETE { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier "USSG §9K1.2" . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier ?old . } }


# --- law-in-force.earlier
# An effect of a state that another one replaces.
INSERT DATA { GRAPH g:law { law:ussg-9Z9.1 cpg:inForce law:ussg-9Z9.1_before-harbor-act_base-offense-level . } }


# --- law-in-force.own
# An effect of the provision itself that is not in force.
DELETE { GRAPH ?g { law:usc-99-7 cpg:inForce law:usc-99-7_supervised-release . } }
WHERE { GRAPH ?g { law:usc-99-7 cpg:inForce law:usc-99-7_supervised-release . } }


# --- law-in-force.state
# An effect of the present state that is not in force.
DELETE { GRAPH ?g { law:ussg-9Z9.1 cpg:inForce law:ussg-9Z9.1_after-harbor-act_base-offense-level . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1 cpg:inForce law:ussg-9Z9.1_after-harbor-act_base-offense-level . } }


# --- law-in-force.replaced
# A state that is in force and replaced.
DELETE { GRAPH ?g { law:ussg-9Z9.1_before-harbor-act eli:in_force ?old . } }
INSERT { GRAPH ?g { law:ussg-9Z9.1_before-harbor-act eli:in_force eli:InForce-inForce . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_before-harbor-act eli:in_force ?old . } }


# --- law-life-printed.extra
# Life in print that is no upper end.
# also: law-evidence-property
DELETE { GRAPH ?g { law:usc-99-7_imprisonment-two-or-more-priors cpg:maximumTerm ?old . } }
WHERE { GRAPH ?g { law:usc-99-7_imprisonment-two-or-more-priors cpg:maximumTerm ?old . } }


# --- law-life-printed.lacking
# An upper end of life that is not printed.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:usc-99-7_imprisonment-no-prior cpg:maximumTerm cpg:Life .
  }
}


# --- house:law-links-both-ways-states.member
# A provision that does not name its state.
DELETE { GRAPH ?g { law:ussg-9Z9.1 eli:has_member law:ussg-9Z9.1_after-harbor-act . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1 eli:has_member law:ussg-9Z9.1_after-harbor-act . } }


# --- house:law-links-both-ways-parts.part
# A whole that does not name its part.
DELETE { GRAPH ?g { law:ussg-9Z9.1 eli:has_part law:ussg-9Z9.1-a . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1 eli:has_part law:ussg-9Z9.1-a . } }


# --- house:law-modality-of-kind-range.range
# A recommendation that stands among the ranges that the law sets.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:usc-99-7_supervised-release-recommendation a cpg:PenaltyRange .
  }
}


# --- house:law-modality-of-kind-range.minimum
# A maximum that becomes a minimum, and is still authorized.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:usc-99-7_supervised-release cpg:minimumMonths 12 .
  }
}


# --- law-modality-printed.lacking
# A modality that no mention shows.
DELETE { GRAPH ?g { ?mention cpg:evidencesProperty "modality" . } }
WHERE { GRAPH ?g { ?mention oa:hasBody law:usc-99-7_supervised-release ; cpg:evidencesProperty "modality" . } }


# --- law-modality-printed.other
# A modality in the words of another.
DELETE { GRAPH ?g { ?mention cpg:printed ?old ; rdfs:label ?label . ?selector oa:exact ?old . } }
INSERT { GRAPH ?g { ?mention cpg:printed "minimum" ; rdfs:label "minimum"@en . ?selector oa:exact "minimum" . } }
WHERE {
  GRAPH ?g {
    ?mention oa:hasBody law:usc-99-7_supervised-release ; cpg:evidencesProperty "modality" ; cpg:printed ?old ; rdfs:label ?label ;
      oa:hasTarget/oa:hasSelector ?selector .
    ?selector oa:exact ?old .
  }
}


# --- law-number-fits.other
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


# --- law-number-printed.extra
# An increase that is not printed.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.1-b-1_enhancement cpg:levelIncrease 6 .
  }
}


# --- law-effect-kind.penalty
# Supervised release in the name of imprisonment.
DELETE { GRAPH ?g { law:usc-99-7_imprisonment-no-prior cpg:penaltyKind ?old . } }
INSERT { GRAPH ?g { law:usc-99-7_imprisonment-no-prior cpg:penaltyKind cpg:SupervisedRelease . } }
WHERE { GRAPH ?g { law:usc-99-7_imprisonment-no-prior cpg:penaltyKind ?old . } }


# --- house:law-states-in-order-changed-by.no-body
# A change that nobody made.
DELETE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:changedBy ?old . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:changedBy ?old . } }


# --- house:law-states-in-order-acts.prompted
# A change prompted by a section.
DELETE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:promptedBy ?old . } }
INSERT { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:promptedBy law:usc-99-7 . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:promptedBy ?old . } }


# --- house:law-states-in-order-chain.no-order
# Two states of which none replaces the other.
# also: house:law-states-in-order-replaces
DELETE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act dcterms:replaces ?old . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act dcterms:replaces ?old . } }


# --- house:law-subdivision-class.lacking
# A section that is no subdivision.
DELETE { GRAPH ?g { law:usc-99-7 a eli:LegalResourceSubdivision . } }
WHERE { GRAPH ?g { law:usc-99-7 a eli:LegalResourceSubdivision . } }


# --- law-condition-named.trigger
# A trigger that the topic does not name.
DELETE { GRAPH ?g { law:ussg-9Z9.1-b-1_enhancement cpg:trigger ?old . } }
INSERT { GRAPH ?g { law:ussg-9Z9.1-b-1_enhancement cpg:trigger conduct:day-trade . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1-b-1_enhancement cpg:trigger ?old . } }
