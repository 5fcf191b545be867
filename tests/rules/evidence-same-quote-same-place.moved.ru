# One quote at two places.
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9K1.1.whole-position> oa:start ?start ; oa:end ?end . } }
INSERT { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9K1.1.whole-position> oa:start 3 ; oa:end 9 . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/mention/law__ussg-9K1.1.whole-position> oa:start ?start ; oa:end ?end . } }
