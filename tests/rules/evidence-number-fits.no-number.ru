# Characters that are no number.
DELETE { GRAPH ?g { mention:summary__count_permit-2021 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2021 cpg:printed "xx" . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2021 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { mention:summary__count_permit-2021.selector oa:exact ?old . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2021.selector oa:exact "xx" . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2021.selector oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:summary__count_permit-2021 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2021 rdfs:label "xx"@en . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2021 rdfs:label ?old . } }
