# --- house:label-of-concepts-is-preferred.both
# Both labels of one scheme.
INSERT DATA {
  GRAPH g:concepts {
    scheme:area rdfs:label "area"@en .
  }
}


# --- house:match-of-concepts.unit
# A match of what is no concept.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/links> {
    unit:PERCENT skos:closeMatch <https://example.org/percent> .
  }
}


# --- house:preferred-label-of-concepts.part
# A preferred label of what is no concept.
INSERT DATA {
  GRAPH g:structure {
    part:table-1 skos:prefLabel "Table 1"@en .
  }
}


# --- house:skos-s13-labels-disjoint-hidden.hidden
# A label that is hidden and other.
INSERT DATA {
  GRAPH g:concepts {
    cat:outcome.granted skos:hiddenLabel "allowed"@en .
  }
}


# --- house:skos-s13-labels-disjoint.other
# A label that is preferred and other.
INSERT DATA {
  GRAPH g:concepts {
    cat:outcome.granted skos:altLabel "permit granted"@en .
  }
}


# --- house:skos-s14-one-preferred-label.two
# Two preferred labels in one language.
INSERT DATA {
  GRAPH g:concepts {
    scheme:area skos:prefLabel "areas"@en .
  }
}


# --- house:skos-s27-related-is-not-broader.above
# A concept related to the one above it.
INSERT DATA {
  GRAPH g:concepts {
    cat:outcome.late skos:related cat:outcome.refused .
  }
}


# --- house:skos-s37-collection-is-no-concept.both
# A collection that is a scheme.
INSERT DATA {
  GRAPH g:concepts {
    scheme:area a skos:Collection .
  }
}


# --- house:skos-s46-exact-match-disjoint.both
# An exact match that is also a broad one.
INSERT DATA {
  GRAPH g:concepts {
    scheme:area skos:exactMatch scheme:time ; skos:broadMatch scheme:time .
  }
}


# --- house:skos-s9-scheme-is-no-concept.both
# A scheme that is a concept.
INSERT DATA {
  GRAPH g:concepts {
    scheme:area a skos:Concept .
  }
}
