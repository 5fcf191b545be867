# A mention of another part than its name says.
DELETE { GRAPH ?g { mention:law__usc-99 cpg:printedIn ?old . } }
INSERT { GRAPH ?g { mention:law__usc-99 cpg:printedIn part:summary . } }
WHERE { GRAPH ?g { mention:law__usc-99 cpg:printedIn ?old . } }
