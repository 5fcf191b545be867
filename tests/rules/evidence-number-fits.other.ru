# Another number in print.
DELETE { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 cpg:printed "62.6" . } }
WHERE { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__share_permit-2021_outcome.granted_of_permit-2021.selector> oa:exact ?old . } }
INSERT { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__share_permit-2021_outcome.granted_of_permit-2021.selector> oa:exact "62.6" . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/summary__share_permit-2021_outcome.granted_of_permit-2021.selector> oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 rdfs:label "62.6"@en . } }
WHERE { GRAPH ?g { mention:summary__share_permit-2021_outcome.granted_of_permit-2021 rdfs:label ?old . } }
