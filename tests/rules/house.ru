# --- house:breakdown-unaccounted-exclusive.overlapping
# Parts that may overlap, and a number of those in none.
DELETE { GRAPH ?g { ?breakdown cpg:exclusivity cpg:Exclusive . } }
INSERT { GRAPH ?g { ?breakdown cpg:exclusivity cpg:Overlapping . } }
WHERE { GRAPH ?g { ?breakdown cpg:unaccounted ?number ; cpg:exclusivity cpg:Exclusive . } }


# --- house:evidence-given.none
# A citation that no mention shows.
# also: house:evidence-property-given
DELETE { GRAPH ?g { ?mention oa:hasBody ?citation . } }
WHERE { GRAPH ?g { ?mention oa:hasBody ?citation . FILTER(CONTAINS(STR(?citation), "/citation/")) } }


# --- house:note-kind-qualifies.nothing
# A note said to qualify that qualifies nothing.
INSERT DATA {
  GRAPH g:notes {
    note:5 dcterms:type "qualifies" .
  }
}


# --- house:part-within-one.two
# A part that two parts hold.
# also: house:part-within
INSERT DATA {
  GRAPH g:structure {
    part:law dcterms:hasPart part:table-1 .
    part:table-1 dcterms:isPartOf part:law .
  }
}


# --- house:retired-successor-current.withdrawn
# A successor that is withdrawn too.
DELETE { GRAPH ?g { ?gone dcterms:isReplacedBy ?old . } }
INSERT { GRAPH ?g { ?gone dcterms:isReplacedBy ?other . } }
WHERE { GRAPH ?g { ?gone dcterms:isReplacedBy ?old . ?other a cpg:Withdrawn . FILTER(?other != ?gone) } }


# --- house:variant-of-same-period.other
# A variant of a population of another year.
# also: house:variant-of-same-categories
DELETE { GRAPH ?g { ?variant cpg:variantOf ?old . } }
INSERT { GRAPH ?g { ?variant cpg:variantOf pop:permit-2020 . } }
WHERE { GRAPH ?g { ?variant cpg:variantOf ?old . } }


# --- house:variant-of-same-universe.other
# A variant of a population of another universe.
# also: house:variant-of-same-categories
DELETE { GRAPH ?g { ?variant cpg:variantOf ?old . } }
INSERT { GRAPH ?g { ?variant cpg:variantOf pop:boat-2021 . } }
WHERE { GRAPH ?g { ?variant cpg:variantOf ?old . } }


# --- house:law-modality-of-kind-authority.other
# A step of the guidelines that is said to be of another kind.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.1-b-1_enhancement a cpg:SentencingAuthority .
  }
}


# --- house:law-modality-of-kind-duty.other
# A duty that may be met.
DELETE { GRAPH ?g { ?effect cpg:modality ?old . } }
INSERT { GRAPH ?g { ?effect cpg:modality cpg:Authorizes . } }
WHERE { GRAPH ?g { ?effect a cpg:ReportingDuty ; cpg:modality ?old . } }


# --- house:law-modality-of-kind-instruction.other
# A step of the guidelines that a statute requires.
DELETE { GRAPH ?g { ?effect cpg:modality ?old . } }
INSERT { GRAPH ?g { ?effect cpg:modality cpg:Requires . } }
WHERE { GRAPH ?g { ?effect a cpg:Enhancement ; cpg:modality ?old . } }


# --- house:law-modality-of-kind-none.other
# A step of the guidelines that is said to be of another kind.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:ussg-9Z9.1-b-1_enhancement a cpg:NoMandatoryMinimum .
  }
}


# --- house:law-modality-of-kind-prohibition.other
# An act both prohibited and allowed.
DELETE { GRAPH ?g { ?effect cpg:modality ?old . } }
INSERT { GRAPH ?g { ?effect cpg:modality cpg:Authorizes . } }
WHERE { GRAPH ?g { ?effect a cpg:Prohibition ; cpg:modality ?old . } }


# --- house:law-modality-of-kind-recommendation.other
# A recommendation that binds.
DELETE { GRAPH ?g { ?effect cpg:modality ?old . } }
INSERT { GRAPH ?g { ?effect cpg:modality cpg:Requires . } }
WHERE { GRAPH ?g { ?effect a cpg:TermRecommendation ; cpg:modality ?old . } }


# --- house:law-states-in-order.other
# A state that replaces one of another provision.
DELETE { GRAPH ?g { ?before eli:is_member_of ?provision . ?provision eli:has_member ?before . } }
INSERT { GRAPH ?g { ?before eli:is_member_of law:ussg-9K1.1 . law:ussg-9K1.1 eli:has_member ?before . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act dcterms:replaces ?before . ?before eli:is_member_of ?provision . } }


# --- house:law-states-in-order-cycle.both
# Two states that replace each other.
INSERT { GRAPH ?g { ?before dcterms:replaces law:ussg-9Z9.1_after-harbor-act ; cpg:changedBy ?body . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act dcterms:replaces ?before ; cpg:changedBy ?body . } }


# --- house:law-states-in-order-replaces.nothing
# A body that changed a provision into its first state.
INSERT { GRAPH ?g { ?before cpg:changedBy ?body . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act dcterms:replaces ?before ; cpg:changedBy ?body . } }


# --- house:text-definition.empty
# A definition without words and language.
INSERT DATA { GRAPH g:facts { obs:count_permit-2020 skos:definition "" . } }


# --- house:text-note.empty
# A note without words and language.
INSERT DATA { GRAPH g:facts { obs:count_permit-2020 skos:note "" . } }


# --- house:text-scope-note.empty
# A scope note without words and language.
INSERT DATA { GRAPH g:facts { obs:count_permit-2020 skos:scopeNote "" . } }


# --- house:text-title.empty
# A work with an empty title.
INSERT DATA { GRAPH g:structure { part:law dcterms:title ""@en . } }


# --- house:one-homepage.two
# A part with two homepages.
INSERT DATA { GRAPH g:structure { part:law foaf:homepage <http://a.example/> , <http://b.example/> . } }


# --- house:organization-of-organization.part
# A part of the report as the organization above another.
INSERT DATA { GRAPH g:structure { part:law org:subOrganizationOf part:summary . } }


# --- house:normal-form.no-standard
# A normal form that is no standard.
DELETE { GRAPH ?g { ?form a dcterms:Standard . } }
WHERE { GRAPH ?g { ?form a dcterms:Standard . } }


# --- house:issued-when.far
# A part issued in a year to come.
INSERT DATA { GRAPH g:structure { part:law dcterms:issued "2919"^^xsd:gYear . } }


# --- house:issued-when.text
# A part issued in something that is no year.
INSERT DATA { GRAPH g:structure { part:law dcterms:issued "20x9"^^xsd:gYear . } }


# --- house:association-kind.lacking
# An association of no class.
INSERT DATA { GRAPH g:concepts { cw:x xkos:sourceConcept cat:area.north ; dcterms:source "codebook"@en . } }


# --- house:association-years.part
# Years that are a part of the report.
INSERT DATA { GRAPH g:facts { obs:count_permit-2020 dcterms:temporal part:summary . } }
