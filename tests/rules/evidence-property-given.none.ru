# A mention of the law that does not say what it shows.
DELETE { GRAPH ?g { mention:law__ussg-9Z9.1 cpg:evidencesProperty ?old . } }
WHERE { GRAPH ?g { mention:law__ussg-9Z9.1 cpg:evidencesProperty ?old . } }
