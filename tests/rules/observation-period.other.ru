# Another period than that of the population.
DELETE { GRAPH ?g { obs:count_permit-2019-2021 cpg:period <https://w3id.org/cpgraph/fiscal-years/2019-2021> . } }
INSERT { GRAPH ?g { obs:count_permit-2019-2021 cpg:period <https://w3id.org/cpgraph/calendar-year/2020> . } }
WHERE { GRAPH ?g { obs:count_permit-2019-2021 cpg:period <https://w3id.org/cpgraph/fiscal-years/2019-2021> . } }
