# --- house:top-concepts-have-no-broader.below
# A top concept with a broader one.
INSERT DATA {
  GRAPH g:concepts {
    cat:outcome.late skos:topConceptOf scheme:outcome .
    scheme:outcome skos:hasTopConcept cat:outcome.late .
  }
}


# --- house:top-concepts-are-all.neither
# A category that is neither at the top nor below another.
DELETE { GRAPH ?g { cat:area.north skos:topConceptOf ?old . } }
WHERE { GRAPH ?g { cat:area.north skos:topConceptOf ?old . } } ;
DELETE { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.north . } }
WHERE { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.north . } }


# --- house:top-concepts.one-way
# A top concept that its scheme does not name.
DELETE { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.north . } }
WHERE { GRAPH ?g { scheme:area skos:hasTopConcept cat:area.north . } }


# --- house:top-concepts.other-way
# A scheme names a top concept that does not answer.
INSERT DATA {
  GRAPH g:concepts {
    scheme:area skos:hasTopConcept cat:time.day .
  }
}


# --- house:top-concepts-in-scheme.outside
# A top concept of a scheme that it is not in.
INSERT DATA {
  GRAPH g:concepts {
    cat:area.north skos:topConceptOf scheme:time .
    scheme:time skos:hasTopConcept cat:area.north .
  }
}
