# A mention without a quote.
DELETE { GRAPH ?g { ?s ?p ?o . } }
WHERE { GRAPH ?g { ?s ?p ?o . } FILTER(?s IN (mention:law__usc-99.quote, mention:law__usc-99.selector) || ?o = mention:law__usc-99.quote) }
