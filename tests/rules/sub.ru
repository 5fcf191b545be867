# --- house:sub-population-cycle.circle
# Two populations within each other.
INSERT DATA {
  GRAPH g:facts {
    pop:permit-2021_outcome.refused cpg:subPopulationOf pop:permit-2021_outcome.late .
  }
}


# --- sub-population-given.lacking
# A narrower population that is not within the wider one.
DELETE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/population/permit-2021_outcome.granted_port.old> cpg:subPopulationOf pop:permit-2021_outcome.granted . } }
WHERE { GRAPH ?g { <https://w3id.org/cpgraph/report/harbor-2022/population/permit-2021_outcome.granted_port.old> cpg:subPopulationOf pop:permit-2021_outcome.granted . } }


# --- sub-population-given.whole
# A population that is not within the whole.
DELETE { GRAPH ?g { pop:permit-2021_port.old cpg:subPopulationOf pop:permit-2021 . } }
WHERE { GRAPH ?g { pop:permit-2021_port.old cpg:subPopulationOf pop:permit-2021 . } }


# --- sub-population-warranted.category
# A population within one whose category it lacks.
INSERT DATA {
  GRAPH g:facts {
    pop:permit-2021_outcome.late cpg:subPopulationOf pop:permit-2021_area.north .
  }
}


# --- sub-population-warranted.period
# A population within one of another period.
INSERT DATA {
  GRAPH g:facts {
    pop:permit-2020 cpg:subPopulationOf pop:permit-2019-2021 .
  }
}


# --- sub-population-warranted.universe
# A population within one of another universe.
INSERT DATA {
  GRAPH g:facts {
    pop:permit-2021 cpg:subPopulationOf pop:boat-2021 .
  }
}
