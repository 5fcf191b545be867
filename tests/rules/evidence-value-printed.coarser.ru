# A value that no place prints with its decimals.
DELETE { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 cpg:printed "0015" . } }
WHERE { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/table-1__share_permit-2021_outcome.incomplete_of_permit-2021.selector> oa:exact ?old . } }
INSERT { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/table-1__share_permit-2021_outcome.incomplete_of_permit-2021.selector> oa:exact "0015" . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/table-1__share_permit-2021_outcome.incomplete_of_permit-2021.selector> oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 rdfs:label "0015"@en . } }
WHERE { GRAPH ?g { mention:table-1__share_permit-2021_outcome.incomplete_of_permit-2021 rdfs:label ?old . } }
