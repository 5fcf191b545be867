# --- citation-compare-with.half
# A comparison without its other half.
DELETE { GRAPH ?g { citation:5-2 cpg:signal ?old . } }
WHERE { GRAPH ?g { citation:5-2 cpg:signal ?old . } }


# --- citation-figure-printed.other
# Another figure than is printed.
DELETE { GRAPH ?g { citation:6-1 cpg:citedWork ?old . } }
INSERT { GRAPH ?g { citation:6-1 cpg:citedWork part:figure-2 . } }
WHERE { GRAPH ?g { citation:6-1 cpg:citedWork ?old . } } ;
DELETE { GRAPH ?g { note:6 cito:cites ?old . } }
INSERT { GRAPH ?g { note:6 cito:cites part:figure-2 . } }
WHERE { GRAPH ?g { note:6 cito:cites ?old . } }


# --- house:citation-flat.extra
# A note that cites what no citation of it cites.
INSERT DATA {
  GRAPH g:notes {
    note:5 cito:cites work:other-report .
  }
}


# --- house:citation-flat.lacking
# A note that does not cite what its citation cites.
DELETE { GRAPH ?g { note:5 cito:cites law:ussg-9Z9.1 . } }
WHERE { GRAPH ?g { note:5 cito:cites law:ussg-9Z9.1 . } }


# --- citation-id.other
# Id. through no note.
DELETE { GRAPH ?g { citation:4-1 cpg:viaNote ?old . } }
WHERE { GRAPH ?g { citation:4-1 cpg:viaNote ?old . } } ;
DELETE { GRAPH ?g { citation:4-1 cpg:pinpoint ?old . } }
WHERE { GRAPH ?g { citation:4-1 cpg:pinpoint ?old . } }


# --- house:citation-of-one-note.two
# A citation of two notes.
INSERT DATA {
  GRAPH g:notes {
    note:2 cpg:hasCitation citation:6-1 ; cito:cites part:figure-1 ; dcterms:type "cites" .
  }
}


# --- citation-pinpoint.lacking
# A printed page that is no pinpoint.
DELETE { GRAPH ?g { citation:3-1 cpg:pinpoint ?old . } }
WHERE { GRAPH ?g { citation:3-1 cpg:pinpoint ?old . } } ;
DELETE { GRAPH ?g { citation:4-1 cpg:pinpoint ?old . } }
WHERE { GRAPH ?g { citation:4-1 cpg:pinpoint ?old . } }


# --- citation-pinpoint.other
# A page that is not printed.
DELETE { GRAPH ?g { citation:3-1 cpg:pinpoint ?old . } }
INSERT { GRAPH ?g { citation:3-1 cpg:pinpoint "13" . } }
WHERE { GRAPH ?g { citation:3-1 cpg:pinpoint ?old . } }


# --- citation-same-work.missing
# Two works by one missing note.
INSERT DATA {
  GRAPH g:notes {
    citation:6-1 cpg:viaNote note:1 .
  }
}


# --- citation-same-work.other
# Another work than the note that it goes through cites.
DELETE { GRAPH ?g { citation:4-1 cpg:citedWork ?old . } }
INSERT { GRAPH ?g { citation:4-1 cpg:citedWork work:other-report . } }
WHERE { GRAPH ?g { citation:4-1 cpg:citedWork ?old . } } ;
DELETE { GRAPH ?g { note:4 cito:cites ?old . } }
INSERT { GRAPH ?g { note:4 cito:cites work:other-report . } }
WHERE { GRAPH ?g { note:4 cito:cites ?old . } }


# --- citation-signal-printed.note
# Another note than is printed.
DELETE { GRAPH ?g { citation:3-1 cpg:viaNote ?old . } }
INSERT { GRAPH ?g { citation:3-1 cpg:viaNote note:2 . } }
WHERE { GRAPH ?g { citation:3-1 cpg:viaNote ?old . } }


# --- citation-signal-printed.signal
# Another signal than is printed.
DELETE { GRAPH ?g { citation:6-1 cpg:signal ?old . } }
INSERT { GRAPH ?g { citation:6-1 cpg:signal "see" . } }
WHERE { GRAPH ?g { citation:6-1 cpg:signal ?old . } }
