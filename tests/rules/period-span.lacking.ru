# A span without one of its years.
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-years/2019-2021> time:intervalContains <https://w3id.org/cpgraph/fiscal-year/2020> . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/fiscal-years/2019-2021> time:intervalContains <https://w3id.org/cpgraph/fiscal-year/2020> . } }
