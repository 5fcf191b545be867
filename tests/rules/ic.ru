# --- ic-01-unique-data-set.none
# An observation in no cube.
DELETE { GRAPH ?g { obs:count_permit-2020 qb:dataSet ?old . } }
WHERE { GRAPH ?g { obs:count_permit-2020 qb:dataSet ?old . } }


# --- ic-02-unique-structure.two
# A cube with two structures.
INSERT DATA {
  GRAPH g:structure {
    cube:level qb:structure cube:derived-structure .
  }
}


# --- ic-03-structure-has-measure.none
# A structure whose components hold no measure.
DELETE { GRAPH ?g { ?component qb:measure ?measure . } }
WHERE { GRAPH ?g { cube:term-structure qb:component ?component . ?component qb:measure ?measure . } }


# --- ic-04-dimension-has-range.none
# A dimension without a range.
INSERT DATA {
  GRAPH g:structure {
    cpg:population a qb:DimensionProperty .
    unit:NUM a qb:DimensionProperty .
  }
}


# --- ic-05-concept-dimension-has-code-list.none
# A dimension of concepts without a code list.
DELETE { GRAPH ?g { cpg:measure qb:codeList ?old . } }
WHERE { GRAPH ?g { cpg:measure qb:codeList ?old . } }


# --- ic-06-only-attributes-optional.dimension
# A dimension that may be left out.
INSERT DATA {
  GRAPH g:structure {
    cube:level-structure.1 qb:componentRequired false .
  }
}


# --- ic-07-slice-keys-declared.undeclared
# A slice key of no structure.
INSERT DATA {
  GRAPH g:structure {
    cube:key a qb:SliceKey .
  }
}


# --- ic-08-slice-keys-consistent.foreign
# A slice key with a property that its structure lacks.
INSERT DATA {
  GRAPH g:structure {
    cube:level-structure qb:sliceKey cube:key .
    cube:key a qb:SliceKey ; qb:componentProperty skos:note .
  }
}


# --- ic-09-unique-slice-structure.none
# A slice without a structure.
INSERT DATA {
  GRAPH g:structure {
    cube:slice a qb:Slice .
  }
}


# --- ic-10-slice-dimensions-complete.lacking
# A slice without a value for its key.
INSERT DATA {
  GRAPH g:structure {
    cube:level-structure qb:sliceKey cube:key .
    cube:key a qb:SliceKey ; qb:componentProperty cpg:measure .
    cube:slice a qb:Slice ; qb:sliceStructure cube:key .
  }
}


# --- ic-11-all-dimensions-given.lacking
# A cube asks for a dimension that its observations lack.
INSERT DATA {
  GRAPH g:structure {
    cube:term-structure.1 qb:dimension cpg:countedIn .
  }
}


# --- ic-12-no-duplicate-observations.twin
# One number as two observations.
# also: evidence-given, observation-name, population-size-missing
INSERT { GRAPH g:facts { obs:count_permit-2020_2 ?p ?o . } }
WHERE { GRAPH g:facts { obs:count_permit-2020 ?p ?o . } }


# --- ic-13-required-attributes.lacking
# An observation without its required unit.
DELETE { GRAPH ?g { obs:count_permit-2020 sdmx-attribute:unitMeasure ?old . } }
WHERE { GRAPH ?g { obs:count_permit-2020 sdmx-attribute:unitMeasure ?old . } }


# --- ic-14-all-measures-given.lacking
# An observation without a value.
DELETE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 sdmx-measure:obsValue ?old . } }
WHERE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 sdmx-measure:obsValue ?old . } }


# --- ic-15-measure-type-has-value.none
# A measure type without a value.
INSERT DATA {
  GRAPH g:facts {
    part:summary qb:measureType cpg:pinpoint .
  }
}


# --- ic-16-measure-type-single.other
# A value by another measure than the measure type.
# also: ic-17-measure-types-complete
INSERT DATA {
  GRAPH g:facts {
    obs:count_permit-2020 qb:measureType cpg:decimals .
  }
}


# --- ic-17-measure-types-complete.lacking
# A point of a cube of measure types where one measure is missing.
INSERT DATA {
  GRAPH g:structure {
    cube:term-structure.1 qb:measure cpg:pinpoint ; qb:dimension qb:measureType .
  }
} ;
INSERT DATA {
  GRAPH g:facts {
    obs:max-sentence_permit-2021 qb:measureType cpg:valueTerm .
  }
}


# --- ic-18-slices-within-data-set.foreign
# A slice of one cube with an observation of another.
INSERT DATA {
  GRAPH g:structure {
    cube:share qb:slice part:table-2 .
  }
}


# --- ic-19-codes-from-list.foreign
# A way of obtaining that is not on its list.
DELETE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }
INSERT { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy cpg:Life . } }
WHERE { GRAPH ?g { obs:count_permit-2020 cpg:obtainedBy ?old . } }


# --- ic-20-codes-from-hierarchy.foreign
# A code outside the hierarchy.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/ontology> {
    cpg:countedIn qb:codeList cpg:tree .
    cpg:tree a qb:HierarchicalCodeList ; qb:hierarchyRoot part:table-1 ; qb:parentChildProperty skos:narrower .
  }
}


# --- ic-21-codes-from-inverse-hierarchy.foreign
# A code outside the inverse hierarchy.
INSERT DATA {
  GRAPH <https://w3id.org/cpgraph/graph/ontology> {
    cpg:countedIn qb:codeList cpg:tree .
    cpg:tree a qb:HierarchicalCodeList ; qb:hierarchyRoot part:table-1 ; qb:parentChildProperty cpg:below .
    cpg:below owl:inverseOf skos:broader .
  }
}
