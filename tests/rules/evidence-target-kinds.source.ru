# A position in something that is no text.
DELETE { GRAPH ?g { mention:law__usc-99.whole oa:hasSource ?old . } }
INSERT { GRAPH ?g { mention:law__usc-99.whole oa:hasSource part:summary . } }
WHERE { GRAPH ?g { mention:law__usc-99.whole oa:hasSource ?old . } }
