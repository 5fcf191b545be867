# A gap that the part fills.
DELETE { GRAPH ?g { gap:cases-2018 cpg:missingPart ?old . } }
INSERT { GRAPH ?g { gap:cases-2018 cpg:missingPart part:table-1 . } }
WHERE { GRAPH ?g { gap:cases-2018 cpg:missingPart ?old . } } ;
DELETE { GRAPH ?g { gap:cases-2018 cpg:missingPopulation ?old . } }
INSERT { GRAPH ?g { gap:cases-2018 cpg:missingPopulation pop:permit-2021 . } }
WHERE { GRAPH ?g { gap:cases-2018 cpg:missingPopulation ?old . } }
