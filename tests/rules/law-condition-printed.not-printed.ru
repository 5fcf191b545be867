# A condition that no mention shows.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/law> {
    law:usc-99-7_supervised-release cpg:condition <https://w3id.org/cpgraph/condition/maximum-below-range> .
  }
} ;
DELETE { GRAPH ?g { law:usc-99-7_supervised-release rdfs:label ?old . } }
INSERT { GRAPH ?g { law:usc-99-7_supervised-release rdfs:label "99 U.S.C. § 7: maximum"@en . } }
WHERE { GRAPH ?g { law:usc-99-7_supervised-release rdfs:label ?old . } } ;
DELETE { GRAPH ?g { law:usc-99-7_supervised-release skos:prefLabel ?old . } }
INSERT { GRAPH ?g { law:usc-99-7_supervised-release skos:prefLabel "99 U.S.C. § 7: maximum"@en . } }
WHERE { GRAPH ?g { law:usc-99-7_supervised-release skos:prefLabel ?old . } }
