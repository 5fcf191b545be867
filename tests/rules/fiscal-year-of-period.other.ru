# A fiscal year that is not the period.
DELETE { GRAPH ?g { pop:permit-2020 cpg:fiscalYear ?old . } }
INSERT { GRAPH ?g { pop:permit-2020 cpg:fiscalYear <https://w3id.org/cpgraph/fiscal-year/2019> . } }
WHERE { GRAPH ?g { pop:permit-2020 cpg:fiscalYear ?old . } }
