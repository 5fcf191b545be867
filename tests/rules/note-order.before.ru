# A note before the one with the number below.
DELETE { GRAPH ?g { mention:note-5__5.whole-position oa:start ?old ; oa:end ?oldEnd . } }
INSERT { GRAPH ?g { mention:note-5__5.whole-position oa:start 10 ; oa:end 11 . } }
WHERE { GRAPH ?g { mention:note-5__5.whole-position oa:start ?old ; oa:end ?oldEnd . } }
