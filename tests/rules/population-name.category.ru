# A category other than the name says, of the same length.
# also: category-used, population-label, sub-population-given
DELETE { GRAPH ?g { ?s ?p cat:area.north . } }
INSERT { GRAPH ?g { ?s ?p cat:area.south . } }
WHERE { GRAPH ?g { ?s ?p cat:area.north . } FILTER(?p IN (cpg:restrictedTo, cpg:category)) }
