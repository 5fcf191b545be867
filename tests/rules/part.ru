# --- part-kind.two
# A part that is prose and a figure.
INSERT DATA {
  GRAPH g:structure {
    part:law a cpg:Figure , doco:FigureBox .
  }
}


# --- part-name.id
# An id that is not in the IRI.
DELETE { GRAPH ?g { part:summary dcterms:identifier ?old . } }
INSERT { GRAPH ?g { part:summary dcterms:identifier "preface" . } }
WHERE { GRAPH ?g { part:summary dcterms:identifier ?old . } }


# --- part-name.number
# A number that is not in the label.
DELETE { GRAPH ?g { part:table-1 skos:notation ?old . } }
INSERT { GRAPH ?g { part:table-1 skos:notation "4" . } }
WHERE { GRAPH ?g { part:table-1 skos:notation ?old . } }


# --- part-order.twice
# Two parts at one place.
DELETE { GRAPH ?g { part:summary cpg:order ?old . } }
INSERT { GRAPH ?g { part:summary cpg:order 8 . } }
WHERE { GRAPH ?g { part:summary cpg:order ?old . } }
