# A label that does not show what is printed.
DELETE { GRAPH ?g { mention:law__usc-99 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:law__usc-99 rdfs:label "title 98"@en . } }
WHERE { GRAPH ?g { mention:law__usc-99 rdfs:label ?old . } }
