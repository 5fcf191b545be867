# Of two mentions one is left.
# also: evidence-parts-list-observations
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(STRSTARTS(STR(?s), STR(mention:summary__count_permit-2021)) && (STRLEN(STR(?s)) = STRLEN(STR(mention:summary__count_permit-2021)) || REGEX(STR(?s), "permit-2021[.][qsw]"))) }
