# A note with its number that is said to be a fragment.
DELETE { GRAPH ?g { note:3 cpg:status ?old . } }
INSERT { GRAPH ?g { note:3 cpg:status cpg:NoteFragment . } }
WHERE { GRAPH ?g { note:3 cpg:status ?old . } }
