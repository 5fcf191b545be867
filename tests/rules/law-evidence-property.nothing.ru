# A mention of a trigger that is not there.
DELETE { GRAPH ?g { mention:law__ussg-9Z9.1_multiple-count-rule_2 cpg:evidencesProperty ?old . } }
INSERT { GRAPH ?g { mention:law__ussg-9Z9.1_multiple-count-rule_2 cpg:evidencesProperty "trigger" . } }
WHERE { GRAPH ?g { mention:law__ussg-9Z9.1_multiple-count-rule_2 cpg:evidencesProperty ?old . } }
