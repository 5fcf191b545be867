# A mention without a position.
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(?s IN (mention:law__usc-99.whole, mention:law__usc-99.whole-position) || ?o = mention:law__usc-99.whole) }
