# --- observation-bounds.narrower
# A bound that the digits do not give.
DELETE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 cpg:upperBound "50.04"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 cpg:upperBound ?old . } }


# --- house:observation-categories.extra
# A category that the population lacks.
INSERT DATA {
  GRAPH g:facts {
    obs:count_permit-2020 cpg:category cat:area.north .
  }
}


# --- house:observation-categories.lacking
# An observation without a category of its population.
DELETE { GRAPH ?g { obs:count_permit-2021_area.north cpg:category ?old . } }
WHERE { GRAPH ?g { obs:count_permit-2021_area.north cpg:category ?old . } }


# --- observation-cube.other
# A count in the cube of computed numbers.
DELETE { GRAPH ?g { obs:count_permit-2020 qb:dataSet ?old . } }
INSERT { GRAPH ?g { obs:count_permit-2020 qb:dataSet cube:derived . } }
WHERE { GRAPH ?g { obs:count_permit-2020 qb:dataSet ?old . } }


# --- observation-bounds.digits
# A value with more digits than its decimals.
# also: derived-mean-weighted, evidence-value-printed
DELETE { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-measure:obsValue ?old . } }
INSERT { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-measure:obsValue "45.2"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-measure:obsValue ?old . } }


# --- observation-name.other
# A name that the dimensions do not give.
DELETE { GRAPH ?g { obs:derived-count_night-2021 ?p ?o . } GRAPH ?h { ?s ?q obs:derived-count_night-2021 . } }
INSERT { GRAPH ?g { obs:night ?p ?o . } GRAPH ?h { ?s ?q obs:night . } }
WHERE { GRAPH ?g { obs:derived-count_night-2021 ?p ?o . } GRAPH ?h { ?s ?q obs:derived-count_night-2021 . } }


# --- house:observation-period.other
# Another period than that of the population.
DELETE { GRAPH ?g { obs:count_permit-2019-2021 cpg:period <https://w3id.org/cpgraph/fiscal-years/2019-2021> . } }
INSERT { GRAPH ?g { obs:count_permit-2019-2021 cpg:period <https://w3id.org/cpgraph/calendar-year/2020> . } }
WHERE { GRAPH ?g { obs:count_permit-2019-2021 cpg:period <https://w3id.org/cpgraph/fiscal-years/2019-2021> . } }


# --- house:observation-unit.other
# A unit that is not the measure's.
DELETE { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-attribute:unitMeasure ?old . } }
INSERT { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-attribute:unitMeasure unit:YR . } }
WHERE { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-attribute:unitMeasure ?old . } }
