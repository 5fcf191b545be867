# A fragment that nothing is printed in.
DELETE { GRAPH ?g { note:1 cpg:status ?old . } }
INSERT { GRAPH ?g { note:1 cpg:status cpg:NoteFragment . } }
WHERE { GRAPH ?g { note:1 cpg:status ?old . } }
