# Another number in no part.
DELETE { GRAPH ?g { bd:table-2 cpg:unaccounted ?old . } }
INSERT { GRAPH ?g { bd:table-2 cpg:unaccounted 2 . } }
WHERE { GRAPH ?g { bd:table-2 cpg:unaccounted ?old . } } ;
DELETE { GRAPH ?g { bd:table-2 cpg:coverageBasis ?old . } }
INSERT { GRAPH ?g { bd:table-2 cpg:coverageBasis cpg:ShownByArithmetic . } }
WHERE { GRAPH ?g { bd:table-2 cpg:coverageBasis ?old . } }
