# A selector that selects nothing.
# also: evidence-located
DELETE { GRAPH ?g { mention:law__usc-99.whole-position oa:start ?old . } }
WHERE { GRAPH ?g { mention:law__usc-99.whole-position oa:start ?old . } }
