# Words read by position.
DELETE { GRAPH ?g { mention:law__usc-99 cpg:obtainedBy ?old . } }
INSERT { GRAPH ?g { mention:law__usc-99 cpg:obtainedBy cpg:ReadByPosition . } }
WHERE { GRAPH ?g { mention:law__usc-99 cpg:obtainedBy ?old . } }
