# --- house:part-kind.two
# A part that is prose and a figure.
INSERT DATA {
  GRAPH g:structure {
    part:law a cpg:Figure , doco:FigureBox .
  }
}


# --- concept-name.id
# An id that is not in the IRI.
DELETE { GRAPH ?g { part:summary dcterms:identifier ?old . } }
INSERT { GRAPH ?g { part:summary dcterms:identifier "preface" . } }
WHERE { GRAPH ?g { part:summary dcterms:identifier ?old . } }


# --- concept-name.number
# A number that is not in the label.
DELETE { GRAPH ?g { part:table-1 skos:notation ?old . } }
INSERT { GRAPH ?g { part:table-1 skos:notation "4" . } }
WHERE { GRAPH ?g { part:table-1 skos:notation ?old . } }


# --- note-numbers.part
# Two parts at one place.
DELETE { GRAPH ?g { part:summary cpg:order ?old . } }
INSERT { GRAPH ?g { part:summary cpg:order 3 . } }
WHERE { GRAPH ?g { part:summary cpg:order ?old . } }


# --- house:part-within-after.before
# A part before the one around it.
DELETE { GRAPH ?g { part:figure-1 cpg:order ?one . part:figure-2 cpg:order ?two . } }
INSERT { GRAPH ?g { part:figure-1 cpg:order ?two . part:figure-2 cpg:order ?one . } }
WHERE { GRAPH ?g { part:figure-1 cpg:order ?one . part:figure-2 cpg:order ?two . } }


# --- house:part-within-after.held-twice
# A part that two parts hold.
# also: house:part-within-one
INSERT DATA {
  GRAPH g:structure {
    part:table-1 dcterms:hasPart part:law .
    part:law dcterms:isPartOf part:table-1 .
  }
}


# --- house:part-within.not-held
# A part that no part holds.
DELETE { GRAPH ?g { part:chapter-1 dcterms:hasPart part:law . } }
WHERE { GRAPH ?g { part:chapter-1 dcterms:hasPart part:law . } }


# --- part-within.between
# A part between another and the one around it.
DELETE { GRAPH ?g { part:figure-2 cpg:order ?one . part:notes cpg:order ?two . } }
INSERT { GRAPH ?g { part:figure-2 cpg:order ?two . part:notes cpg:order ?one . } }
WHERE { GRAPH ?g { part:figure-2 cpg:order ?one . part:notes cpg:order ?two . } }
