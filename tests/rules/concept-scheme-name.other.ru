# A category of another scheme than its IRI says.
DELETE { GRAPH ?g { cat:area.north skos:inScheme ?old . } }
INSERT { GRAPH ?g { cat:area.north skos:inScheme scheme:time . } }
WHERE { GRAPH ?g { cat:area.north skos:inScheme ?old . } } ;
DELETE { GRAPH ?g { cat:area.north skos:topConceptOf ?old . } }
INSERT { GRAPH ?g { cat:area.north skos:topConceptOf scheme:time . } }
WHERE { GRAPH ?g { cat:area.north skos:topConceptOf ?old . } } ;
DELETE { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.north . } }
INSERT { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.south . } }
WHERE { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.north . } } ;
INSERT DATA {
  GRAPH g:concepts {
    scheme:time skos:hasTopConcept cat:area.north .
  }
}
