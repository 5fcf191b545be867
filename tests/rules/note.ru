# --- note-evidence.fragment
# A fragment that nothing is printed in.
DELETE { GRAPH ?g { note:1 cpg:status ?old . } }
INSERT { GRAPH ?g { note:1 cpg:status cpg:NoteFragment . } }
WHERE { GRAPH ?g { note:1 cpg:status ?old . } }


# --- note-evidence.missing
# A missing note that prints something.
DELETE { GRAPH ?g { note:2 cpg:status ?old . } }
INSERT { GRAPH ?g { note:2 cpg:status cpg:NoteMissing . } }
WHERE { GRAPH ?g { note:2 cpg:status ?old . } }


# --- note-evidence.not-present
# A note with its number that is said to be a fragment.
DELETE { GRAPH ?g { note:3 cpg:status ?old . } }
INSERT { GRAPH ?g { note:3 cpg:status cpg:NoteFragment . } }
WHERE { GRAPH ?g { note:3 cpg:status ?old . } }


# --- note-evidence.number
# A marker of another number.
DELETE { GRAPH ?g { mention:summary__1 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:summary__1 cpg:printed "7" . } }
WHERE { GRAPH ?g { mention:summary__1 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { mention:summary__1.selector oa:exact ?old . } }
INSERT { GRAPH ?g { mention:summary__1.selector oa:exact "7" . } }
WHERE { GRAPH ?g { mention:summary__1.selector oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:summary__1 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:summary__1 rdfs:label "7"@en . } }
WHERE { GRAPH ?g { mention:summary__1 rdfs:label ?old . } }


# --- note-evidence.status
# A note that is present and not printed.
DELETE { GRAPH ?g { note:1 cpg:status ?old . } }
INSERT { GRAPH ?g { note:1 cpg:status cpg:NotePresent . } }
WHERE { GRAPH ?g { note:1 cpg:status ?old . } }


# --- house:note-kind-cites.cites
# A note that cites and is not said to.
DELETE { GRAPH ?g { note:5 dcterms:type "cites" . } }
WHERE { GRAPH ?g { note:5 dcterms:type "cites" . } }


# --- house:note-kind-defines.defines
# A note said to define that does not.
INSERT DATA {
  GRAPH g:notes {
    note:5 dcterms:type "defines" .
  }
}


# --- note-marker.none
# A note without a marker.
# also: class-of-object, dangling-link
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(REGEX(STR(?s), "/mention/summary__1([.]|$)")) }


# --- note-numbers.gap
# A number without a note.
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(?s = note:1 && ?p = dcterms:isPartOf) }


# --- note-order.before
# A note before the one with the number below.
DELETE { GRAPH ?g { mention:note-5__5.whole-position oa:start ?old ; oa:end ?oldEnd . } }
INSERT { GRAPH ?g { mention:note-5__5.whole-position oa:start 10 ; oa:end 11 . } }
WHERE { GRAPH ?g { mention:note-5__5.whole-position oa:start ?old ; oa:end ?oldEnd . } }
