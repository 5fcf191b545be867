# --- house:broader-cycle.itself
# A category broader than itself.
INSERT DATA {
  GRAPH g:concepts {
    cat:outcome.late skos:broader cat:outcome.late ; skos:narrower cat:outcome.late .
  }
}


# --- house:broader-has-narrower.one-way
# A broader concept that does not answer.
DELETE { GRAPH ?g { cat:outcome.refused skos:narrower cat:outcome.late . } }
WHERE { GRAPH ?g { cat:outcome.refused skos:narrower cat:outcome.late . } }


# --- house:broader-has-narrower.other-way
# A narrower concept that does not answer.
INSERT DATA {
  GRAPH g:concepts {
    cat:area.north skos:narrower cat:area.south .
  }
}


# --- house:broader-in-one-scheme.other
# A wider category of another scheme.
DELETE { GRAPH ?g { cat:outcome.late skos:inScheme ?old . } }
INSERT { GRAPH ?g { cat:outcome.late skos:inScheme scheme:late . } }
WHERE { GRAPH ?g { cat:outcome.late skos:inScheme ?old . } } ;
INSERT DATA {
  GRAPH g:concepts {
    scheme:late a skos:ConceptScheme ; skos:notation "late" .
  }
}
