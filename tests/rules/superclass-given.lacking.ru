# A fiscal year that is no period.
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-year/2019> a cpg:Period . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-year/2019> a cpg:Period . } }
