# A mention with the target of another name.
DELETE { GRAPH ?g { mention:law__usc-99.quote ?p ?o . mention:law__usc-99 oa:hasTarget mention:law__usc-99.quote . } }
INSERT { GRAPH ?g { mention:law__usc-98.quote ?p ?o . mention:law__usc-99 oa:hasTarget mention:law__usc-98.quote . } }
WHERE { GRAPH ?g { mention:law__usc-99.quote ?p ?o . } }
