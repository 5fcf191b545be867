# A narrower population that is not within the wider one.
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/population/permit-2021_outcome.granted_port.old> cpg:subPopulationOf pop:permit-2021_outcome.granted . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/population/permit-2021_outcome.granted_port.old> cpg:subPopulationOf pop:permit-2021_outcome.granted . } }
