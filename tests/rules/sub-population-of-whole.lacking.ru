# A population that is not within the whole.
DELETE { GRAPH ?g { pop:permit-2021_port.old cpg:subPopulationOf pop:permit-2021 . } }
WHERE { GRAPH ?g { pop:permit-2021_port.old cpg:subPopulationOf pop:permit-2021 . } }
