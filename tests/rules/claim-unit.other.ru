# A ratio in percent.
DELETE { GRAPH ?g { claim:granted-ratio cpg:targetUnit ?old . } }
INSERT { GRAPH ?g { claim:granted-ratio cpg:targetUnit unit:PERCENT . } }
WHERE { GRAPH ?g { claim:granted-ratio cpg:targetUnit ?old . } }
