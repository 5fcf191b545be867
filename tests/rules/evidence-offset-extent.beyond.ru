# A position behind the end of the text.
DELETE { GRAPH ?g { mention:law__usc-99.whole-position oa:start ?start ; oa:end ?end . } }
INSERT { GRAPH ?g { mention:law__usc-99.whole-position oa:start 99000 ; oa:end 99008 . } }
WHERE { GRAPH ?g { mention:law__usc-99.whole-position oa:start ?start ; oa:end ?end . } }
