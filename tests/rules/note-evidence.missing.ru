# A missing note that prints something.
DELETE { GRAPH ?g { note:2 cpg:status ?old . } }
INSERT { GRAPH ?g { note:2 cpg:status cpg:NoteMissing . } }
WHERE { GRAPH ?g { note:2 cpg:status ?old . } }
