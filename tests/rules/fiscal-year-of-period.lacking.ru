# A population of one year without its fiscal year.
DELETE { GRAPH ?g { pop:permit-2020 cpg:fiscalYear ?old . } }
WHERE { GRAPH ?g { pop:permit-2020 cpg:fiscalYear ?old . } }
