# --- population-name.part
# A variant counted in a part that its name does not have.
INSERT DATA {
  GRAPH g:facts {
    pop:permit-2021_outcome.refused_counted-in-table-2 cpg:countedIn part:table-3 .
  }
}


# --- population-name.category
# A category other than the name says, of the same length.
# also: category-used, sub-population-given
DELETE { GRAPH ?g { ?s ?p cat:area.north . } }
INSERT { GRAPH ?g { ?s ?p cat:area.south . } }
WHERE { GRAPH ?g { ?s ?p cat:area.north . } FILTER(?p IN (cpg:restrictedTo, cpg:category)) }


# --- population-name.universe
# A universe other than the name says, of the same length.
INSERT DATA {
  GRAPH g:concepts {
    universe:ferry a cpg:Universe , skos:Concept ; skos:notation "ferry" ; skos:prefLabel "night cases"@en ; skos:broader universe:permit .
    universe:permit skos:narrower universe:ferry .
  }
} ;
DELETE { GRAPH ?g { ?s cpg:universe universe:night . } }
INSERT { GRAPH ?g { ?s cpg:universe universe:ferry . } }
WHERE { GRAPH ?g { ?s cpg:universe universe:night . } }


# --- house:population-only-category.lacking
# A population of one category that does not say so.
DELETE { GRAPH ?g { pop:boat-2021_age.lost cpg:onlyCategory ?old . } }
WHERE { GRAPH ?g { pop:boat-2021_age.lost cpg:onlyCategory ?old . } }


# --- house:population-only-category.several
# A population of two categories that is said to have one category alone.
INSERT { GRAPH ?g { ?focus cpg:onlyCategory ?category . } }
WHERE {
  { SELECT ?g ?focus ?category WHERE {
    GRAPH ?g { ?focus cpg:restrictedTo ?category , ?other . FILTER(STR(?category) < STR(?other)) }
  } ORDER BY ?focus LIMIT 1 }
}


# --- population-size.counted
# A counted population without a size.
DELETE { GRAPH ?g { pop:boat-2021_age.lost cpg:size ?old . } }
WHERE { GRAPH ?g { pop:boat-2021_age.lost cpg:size ?old . } } ;
DELETE { GRAPH ?g { pop:boat-2021_age.lost cpg:sizeFrom ?old . } }
WHERE { GRAPH ?g { pop:boat-2021_age.lost cpg:sizeFrom ?old . } }


# --- population-size.none
# A source of a size without the size.
DELETE { GRAPH ?g { pop:permit-2021_channel.post cpg:size ?old . } }
WHERE { GRAPH ?g { pop:permit-2021_channel.post cpg:size ?old . } }


# --- population-size.other
# A size that is not the number it comes from.
DELETE { GRAPH ?g { pop:boat-2021_age.lost cpg:size ?old . } }
INSERT { GRAPH ?g { pop:boat-2021_age.lost cpg:size "6"^^xsd:decimal . } }
WHERE { GRAPH ?g { pop:boat-2021_age.lost cpg:size ?old . } }
