# --- term-declared.class
# A class that is not declared.
# also: dangling-link
INSERT DATA {
  GRAPH g:structure {
    part:summary a cpg:Verse .
  }
}


# --- term-declared.property
# A property that is not declared.
INSERT DATA {
  GRAPH g:facts {
    obs:count_permit-2020 cpg:colour "red" .
  }
}


# --- term-definition.no-stop
# A definition that is no sentence.
DELETE { GRAPH ?g { cpg:printed skos:definition ?old . } }
INSERT { GRAPH ?g { cpg:printed skos:definition "characters"@en . } }
WHERE { GRAPH ?g { cpg:printed skos:definition ?old . } }


# --- term-definition.none
# A term without a definition.
DELETE { GRAPH ?g { cpg:printed skos:definition ?old . } }
WHERE { GRAPH ?g { cpg:printed skos:definition ?old . } }


# --- term-label.two
# A term with two labels.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/ontology> {
    cpg:printed rdfs:label "shown as"@en .
  }
}


# --- term-range.none
# A property without a range.
DELETE { GRAPH ?g { cpg:printed rdfs:range ?old . } }
WHERE { GRAPH ?g { cpg:printed rdfs:range ?old . } }


# --- term-used.unused
# A class that nothing is of.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/ontology> {
    cpg:Verse a owl:Class ; rdfs:label "verse"@en ; skos:definition "A verse."@en ; rdfs:isDefinedBy <https://w3id.org/cpgraph/ns> .
  }
}
