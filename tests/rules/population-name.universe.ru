# A universe other than the name says, of the same length.
INSERT DATA {
  GRAPH g:concepts {
    universe:ferry a cpg:Universe , skos:Concept ; skos:notation "ferry" ; skos:prefLabel "night cases"@en ; rdfs:label "night cases"@en ; skos:broader universe:permit .
    universe:permit skos:narrower universe:ferry .
  }
} ;
DELETE { GRAPH ?g { ?s cpg:universe universe:night . } }
INSERT { GRAPH ?g { ?s cpg:universe universe:ferry . } }
WHERE { GRAPH ?g { ?s cpg:universe universe:night . } }
