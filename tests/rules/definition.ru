# --- house:definition-places.extra
# A definition in a place that no mention shows.
INSERT DATA {
  GRAPH g:notes {
    def:granted-case cpg:definedIn part:table-2 .
  }
}


# --- house:definition-places.lacking
# A definition that lacks the place of its mention.
DELETE { GRAPH ?g { def:granted-case cpg:definedIn part:table-1 . } }
WHERE { GRAPH ?g { def:granted-case cpg:definedIn part:table-1 . } }


# --- house:definition-reach-both-ways.extra
# A thing that points to a definition that does not govern it.
INSERT DATA {
  GRAPH g:notes {
    cat:outcome.refused rdfs:seeAlso def:granted-case .
  }
}


# --- house:definition-reach-both-ways.lacking
# A governed thing that does not point back.
DELETE { GRAPH ?g { cat:outcome.granted rdfs:seeAlso ?old . } }
WHERE { GRAPH ?g { cat:outcome.granted rdfs:seeAlso ?old . } }
