# A note that is present and not printed.
DELETE { GRAPH ?g { note:1 cpg:status ?old . } }
INSERT { GRAPH ?g { note:1 cpg:status cpg:NotePresent . } }
WHERE { GRAPH ?g { note:1 cpg:status ?old . } }
