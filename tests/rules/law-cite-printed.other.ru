# A printed section that is another one.
DELETE { GRAPH ?g { mention:law__ussg-9Z9.2 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:law__ussg-9Z9.2 cpg:printed "§9Z9.3" . } }
WHERE { GRAPH ?g { mention:law__ussg-9Z9.2 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9Z9.2.selector> oa:exact ?old . } }
INSERT { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9Z9.2.selector> oa:exact "§9Z9.3" . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9Z9.2.selector> oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:law__ussg-9Z9.2 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:law__ussg-9Z9.2 rdfs:label "§9Z9.3"@en . } }
WHERE { GRAPH ?g { mention:law__ussg-9Z9.2 rdfs:label ?old . } }
