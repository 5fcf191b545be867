# A population larger than one that holds it.
# also: evidence-number-fits, evidence-value-printed
DELETE { GRAPH ?g { ?s ?p 5 . ?s ?q ?v . } }
INSERT { GRAPH ?g { ?s ?q "600"^^xsd:decimal . } }
WHERE { GRAPH ?g { ?s ?q ?v . } FILTER(?s IN (obs:count_boat-2021_age.lost, pop:boat-2021_age.lost) && ?q IN (sdmx-measure:obsValue, cpg:lowerBound, cpg:upperBound, cpg:size)) }
