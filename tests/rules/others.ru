# --- house:attribute-required-given.none
# An attribute that does not say whether it is required.
DELETE { GRAPH ?g { cube:level-structure.9 qb:componentRequired ?old . } }
WHERE { GRAPH ?g { cube:level-structure.9 qb:componentRequired ?old . } }


# --- category-cross-reference.no-rule
# A category of a cross reference without a rule.
INSERT DATA {
  GRAPH g:concepts {
    cat:gear.net cpg:crossReferenceFrom law:ussg-9K1.1 ; cpg:crossReferenceTo law:ussg-9Z9.1 .
  }
}


# --- category-used.unused
# A category that nothing is restricted to.
INSERT DATA {
  GRAPH g:concepts {
    cat:area.west a cpg:Category , skos:Concept ; skos:inScheme scheme:area ; skos:topConceptOf scheme:area ; skos:notation "west" .
    scheme:area skos:hasTopConcept cat:area.west .
  }
}


# --- class-of-object.other
# A cross reference to a case.
INSERT DATA {
  GRAPH g:notes {
    note:3 cpg:carriedBy part:summary .
  }
}


# --- class-of-property.none
# A mention that is said to be none.
DELETE { GRAPH ?g { mention:law__usc-99 a oa:Annotation . } }
WHERE { GRAPH ?g { mention:law__usc-99 a oa:Annotation . } } ;
DELETE { GRAPH ?g { mention:law__usc-99 a cpg:Mention . } }
WHERE { GRAPH ?g { mention:law__usc-99 a cpg:Mention . } }


# --- concept-name.other
# A code that is not in the IRI.
DELETE { GRAPH ?g { cat:area.north skos:notation ?old . } }
INSERT { GRAPH ?g { cat:area.north skos:notation "west" . } }
WHERE { GRAPH ?g { cat:area.north skos:notation ?old . } }


# --- category-used.conduct
# Conduct that nothing is about.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/shared> {
    conduct:smoking a cpg:Conduct , skos:Concept .
  }
}


# --- cover-reaches-base.fewer
# Overlapping parts that do not reach their base.
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; cpg:printedIn part:table-3 ; cpg:base pop:permit-2021 ; cpg:part pop:permit-2021_time.dark , pop:permit-2021_outcome.refused ; cpg:exclusivity cpg:Overlapping ; cpg:exhaustivity cpg:Exhaustive ; cpg:exclusivityBasis cpg:StatedInReport ; cpg:exhaustivityBasis cpg:StatedInReport .
  }
}


# --- dangling-link.object
# A note carried by a note that is not there.
INSERT DATA {
  GRAPH g:notes {
    note:3 dcterms:relation note:7 .
  }
}


# --- extremes-in-order.above
# A smallest value above the largest.
DELETE { GRAPH ?g { m:min-owners cpg:statistic ?old . } }
INSERT { GRAPH ?g { m:min-owners cpg:statistic cpg:Maximum . } }
WHERE { GRAPH ?g { m:min-owners cpg:statistic ?old . } } ;
DELETE { GRAPH ?g { m:max-owners cpg:statistic ?old . } }
INSERT { GRAPH ?g { m:max-owners cpg:statistic cpg:Minimum . } }
WHERE { GRAPH ?g { m:max-owners cpg:statistic ?old . } }


# --- house:fiscal-year-of-period.lacking
# A population of one year without its fiscal year.
DELETE { GRAPH ?g { pop:permit-2020 cpg:fiscalYear ?old . } }
WHERE { GRAPH ?g { pop:permit-2020 cpg:fiscalYear ?old . } }


# --- house:fiscal-year-of-period.other
# A fiscal year that is not the period.
DELETE { GRAPH ?g { pop:permit-2020 cpg:fiscalYear ?old . } }
INSERT { GRAPH ?g { pop:permit-2020 cpg:fiscalYear <https://w3id.org/cpgraph/fiscal-year/2019> . } }
WHERE { GRAPH ?g { pop:permit-2020 cpg:fiscalYear ?old . } }


# --- fitting-number-fits.other
# A fitting number that does not fit.
DELETE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 sdmx-measure:obsValue ?old . } }
INSERT { GRAPH ?g { obs:smallest-fitting-number_permit-2010 sdmx-measure:obsValue "4"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 sdmx-measure:obsValue ?old . } } ;
DELETE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:lowerBound ?old . } }
INSERT { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:lowerBound "4"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:lowerBound ?old . } } ;
DELETE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:upperBound "4"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:smallest-fitting-number_permit-2010 cpg:upperBound ?old . } }


# --- fitting-number-inputs.extra
# A fitting number with a percentage of another base.
INSERT DATA {
  GRAPH g:derived {
    obs:smallest-fitting-number_permit-2010 prov:wasDerivedFrom obs:share_permit-2021_gear.net_of_permit-2021 .
  }
}


# --- fitting-numbers-in-range.more
# More fitting numbers than there are.
DELETE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old sdmx-measure:obsValue ?old . } }
INSERT { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old sdmx-measure:obsValue "99"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old sdmx-measure:obsValue ?old . } } ;
DELETE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:lowerBound ?old . } }
INSERT { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:lowerBound "99"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:lowerBound ?old . } } ;
DELETE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:upperBound "99"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:fitting-numbers_permit-2021_port.old cpg:upperBound ?old . } }


# --- gap-is-open.filled
# A gap that the part fills.
DELETE { GRAPH ?g { gap:cases-2018 cpg:missingPart ?old . } }
INSERT { GRAPH ?g { gap:cases-2018 cpg:missingPart part:table-1 . } }
WHERE { GRAPH ?g { gap:cases-2018 cpg:missingPart ?old . } } ;
DELETE { GRAPH ?g { gap:cases-2018 cpg:missingPopulation ?old . } }
INSERT { GRAPH ?g { gap:cases-2018 cpg:missingPopulation pop:permit-2021 . } }
WHERE { GRAPH ?g { gap:cases-2018 cpg:missingPopulation ?old . } }


# --- house:implied-count-marked.unmarked
# An implied number that does not say how.
DELETE { GRAPH ?g { obs:implied-count_boat-2021_age.new cpg:impliedUnder ?old . } }
WHERE { GRAPH ?g { obs:implied-count_boat-2021_age.new cpg:impliedUnder ?old . } }


# --- implied-count-unique.other
# An implied number that does not fit.
DELETE { GRAPH ?g { obs:implied-count_permit-2021_channel.post prov:wasDerivedFrom ?old . } }
INSERT { GRAPH ?g { obs:implied-count_permit-2021_channel.post prov:wasDerivedFrom obs:count_permit-2021 . } }
WHERE { GRAPH ?g { obs:implied-count_permit-2021_channel.post prov:wasDerivedFrom ?old . } }


# --- mean-between-extremes.above
# A mean above the largest value.
DELETE { GRAPH ?g { m:min-sentence cpg:statistic ?old . } }
INSERT { GRAPH ?g { m:min-sentence cpg:statistic cpg:Maximum . } }
WHERE { GRAPH ?g { m:min-sentence cpg:statistic ?old . } }


# --- mean-of-parts.other
# A mean that its parts do not give.
# also: observation-bounds
DELETE { GRAPH ?g { obs:mean-sentence_permit-2021 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:mean-sentence_permit-2021 cpg:upperBound "40.3"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:mean-sentence_permit-2021 cpg:upperBound ?old . } }


# --- house:measure-unit.years
# A count in years.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/shared> {
    m:rate a cpg:Measure , skos:Concept ; cpg:statistic cpg:Count ; cpg:unit unit:YR .
  }
}


# --- notation-unique.same
# One code for two measures.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/shared> {
    m:count2 skos:inScheme <https://w3id.org/cpgraph/measure/> ; skos:notation "count" .
  }
}


# --- period-span.lacking
# A span without one of its years.
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-years/2019-2021> time:intervalContains <https://w3id.org/cpgraph/fiscal-year/2020> . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-years/2019-2021> time:intervalContains <https://w3id.org/cpgraph/fiscal-year/2020> . } }


# --- subset-not-larger.larger
# A population larger than one that holds it.
# also: evidence-number-fits, evidence-value-printed
DELETE { GRAPH ?g { ?s ?p 5 . ?s ?q ?v . } }
INSERT { GRAPH ?g { ?s ?q "600"^^xsd:decimal . } }
WHERE { GRAPH ?g { ?s ?q ?v . } FILTER(?s IN (obs:count_boat-2021_age.lost, pop:boat-2021_age.lost) && ?q IN (sdmx-measure:obsValue, cpg:lowerBound, cpg:upperBound, cpg:size)) }


# --- superclass-given.lacking
# A fiscal year that is no period.
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-year/2019> a cpg:Period . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-year/2019> a cpg:Period . } }


# --- two-step-rounding.one-step
# A percentage that two steps of rounding would raise.
# also: observation-bounds
DELETE { GRAPH ?g { obs:share_permit-2021_channel.post_of_permit-2021 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_channel.post_of_permit-2021 cpg:upperBound "12.5001"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_channel.post_of_permit-2021 cpg:upperBound ?old . } }


# --- two-step-rounding.two-step
# A percentage that two steps of rounding give.
# also: implied-count-unique, observation-bounds, share-attainable
DELETE { GRAPH ?g { obs:share_permit-2021_channel.post_of_permit-2021 cpg:lowerBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_channel.post_of_permit-2021 cpg:lowerBound "12.5001"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_channel.post_of_permit-2021 cpg:lowerBound ?old . } }


# --- unaccounted-in-shares.no-room
# Percentages that leave no room.
# also: coverage-stated-number
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; cpg:printedIn part:summary ; cpg:base pop:permit-2021_port.old ; cpg:part <https://w3id.org/cpgraph/report/harbor-2022/population/permit-2021_outcome.granted_port.old> , <https://w3id.org/cpgraph/report/harbor-2022/population/permit-2021_outcome.refused_port.old> ; cpg:exclusivity cpg:Exclusive ; cpg:exhaustivity cpg:Partial ; cpg:exclusivityBasis cpg:StatedInReport ; cpg:exhaustivityBasis cpg:StatedInReport ; cpg:unaccounted 2 .
  }
}


# --- category-same-number.apart
# Two categories with one number that no part prints both of.
# also: evidence-parts-list-observations
DELETE { GRAPH ?g { part:summary qb:observation ?obs . } }
WHERE { GRAPH ?g { part:summary qb:observation ?obs . ?obs cpg:population pop:permit-2021_channel.post . } }


# --- fitting-number-possible.above
# A number that fits and is above the highest of its years.
DELETE { GRAPH ?g { ?obs sdmx-measure:obsValue ?value ; cpg:lowerBound ?low ; cpg:upperBound ?high . } }
INSERT { GRAPH ?g { ?obs sdmx-measure:obsValue 48 ; cpg:lowerBound 48 ; cpg:upperBound 48 . } }
WHERE {
  GRAPH ?g { ?obs cpg:measure m:largest-fitting-number ; sdmx-measure:obsValue ?value ; cpg:lowerBound ?low ; cpg:upperBound ?high . }
}


# --- fitting-number-possible.part
# A number that fits, of which the refused would be more than all who were refused.
DELETE { GRAPH ?g { ?obs sdmx-measure:obsValue ?value ; cpg:lowerBound ?low ; cpg:upperBound ?high . } }
INSERT { GRAPH ?g { ?obs sdmx-measure:obsValue 39 ; cpg:lowerBound 39 ; cpg:upperBound 39 . } }
WHERE {
  GRAPH ?g { ?obs cpg:measure m:largest-fitting-number ; sdmx-measure:obsValue ?value ; cpg:lowerBound ?low ; cpg:upperBound ?high . }
}


# --- house:retired-successor-alone.alive
# A withdrawn population that is there.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/retired> {
    pop:permit-2021_outcome.late a cpg:Withdrawn ; cpg:withdrawnIn "0.2.0" ; cpg:withdrawnBecause "It is gone."@en .
  }
}


# --- house:retired-successor.silent
# A withdrawn population of which nothing says why.
DELETE { GRAPH ?g { pop:permit-2021_some cpg:withdrawnBecause ?old . } }
WHERE { GRAPH ?g { pop:permit-2021_some cpg:withdrawnBecause ?old . } }


# --- crosswalk-whole.lacking
# A crosswalk that leaves a category out.
INSERT {
  GRAPH ?g {
    cw:data a xkos:Correspondence ; rdfs:label "crosswalk"@en ; xkos:madeOf ?match .
    ?match a xkos:ConceptAssociation ; rdfs:label "match"@en ; xkos:sourceConcept ?category .
  }
}
WHERE {
  GRAPH ?g { ?category a cpg:Category . }
  FILTER(?category != cat:area.north && CONTAINS(STR(?category), "/concept/"))
  BIND(IRI(REPLACE(STR(?category), "/concept/", "/crosswalk/")) AS ?match)
}


# --- code-of-system.none
# A code of a system that nobody describes.
INSERT DATA { GRAPH g:notes { law:usc-99 eli:id_local "99"^^<https://w3id.org/cpgraph/datatype/of-none> . } }


# --- code-of-system.form
# A code that has not the form of its system.
INSERT DATA {
  GRAPH g:notes {
    <https://w3id.org/cpgraph/datatype/digits> schema:valuePattern "[0-9]+" .
    law:usc-99 eli:id_local "x99"^^<https://w3id.org/cpgraph/datatype/digits> .
  }
}


# --- code-of-system.two
# An address that leads from two provisions.
INSERT DATA {
  GRAPH g:notes {
    law:usc-99 rdfs:seeAlso <https://example.org/99> .
    law:ussg-9K1.1 rdfs:seeAlso <https://example.org/99> .
  }
}


# --- code-of-system.state
# A county with the number of another state.
INSERT DATA {
  GRAPH g:notes {
    <https://w3id.org/cpgraph/county/18001> a cpg:County , dcterms:Location ; dcterms:identifier "18001" ; dcterms:isPartOf law:usc-99 .
    law:usc-99 dcterms:isPartOf law:ussg-9K1.1 .
    law:ussg-9K1.1 dcterms:identifier "17"^^<https://w3id.org/cpgraph/datatype/fips-state> .
    <https://w3id.org/cpgraph/datatype/fips-state> schema:valuePattern "[0-9][0-9]" .
  }
}


# --- retired-successor.other-kind
# A measure that a part of the report replaces.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/retired> {
    m:old a cpg:Withdrawn ; cpg:withdrawnIn "0.2.0" ; dcterms:isReplacedBy part:summary .
  }
}


# --- retired-successor.other-node
# A quote of a place whose successor is the selector of the new place.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/retired> {
    mention:old__x a cpg:Withdrawn ; cpg:withdrawnIn "0.2.0" ; dcterms:isReplacedBy mention:law__usc-99 .
    mention:old__x.quote a cpg:Withdrawn ; cpg:withdrawnIn "0.2.0" ; dcterms:isReplacedBy mention:law__usc-99.selector .
  }
}


# --- statements-counted.graph
# A graph that is said to hold one statement.
INSERT DATA {
  GRAPH g:facts {
    g:notes a <http://www.w3.org/ns/sparql-service-description#NamedGraph> ; void:triples 1 ; void:entities 1 ;
      void:distinctSubjects 1 ; void:properties 1 .
  }
}


# --- statements-counted.partition
# A dataset without partitions.
INSERT DATA { GRAPH g:facts { <https://w3id.org/cpgraph/dataset/x> void:subset g:claims . g:claims rdfs:label "claims"@en . } }


# --- concept-name.measurement
# A measurement whose label gives another number.
INSERT DATA {
  GRAPH g:quality {
    <https://w3id.org/cpgraph/report/harbor-2022/measurement/x> a dqv:QualityMeasurement ; rdfs:label "claims: 3"@en ;
      dqv:value 4 ; dqv:isMeasurementOf check:x .
    check:x a dqv:Metric ; rdfs:label "claims"@en .
  }
}


# --- crosswalk-whole.values
# An association whose label names another value.
INSERT DATA {
  GRAPH g:concepts {
    cw:x a xkos:ConceptAssociation ; rdfs:label "north: AREA 2"@en ; xkos:targetConcept cat:area.north .
  }
}


# --- crosswalk-whole.years
# An association that lacks the year of another to the same variable.
INSERT DATA {
  GRAPH g:concepts {
    cw:x a xkos:ConceptAssociation ; xkos:targetConcept cat:area.north .
    cw:y a xkos:ConceptAssociation ; xkos:targetConcept cat:area.north ; dcterms:temporal <https://w3id.org/cpgraph/fiscal-year/2021> .
  }
}
