# A quote of other characters.
DELETE { GRAPH ?g { mention:law__usc-99.selector oa:exact ?old . } }
INSERT { GRAPH ?g { mention:law__usc-99.selector oa:exact "title 98" . } }
WHERE { GRAPH ?g { mention:law__usc-99.selector oa:exact ?old . } }
