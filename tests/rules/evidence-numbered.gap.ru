# Places of a claim without the first.
DELETE { GRAPH ?g { mention:summary__half-granted cpg:evidencesProperty ?old . } }
INSERT { GRAPH ?g { mention:summary__half-granted cpg:evidencesProperty "2" . } }
WHERE { GRAPH ?g { mention:summary__half-granted cpg:evidencesProperty ?old . } }
