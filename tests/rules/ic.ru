# --- house:ic-02-unique-structure.two
# A cube with two structures.
INSERT DATA {
  GRAPH g:structure {
    cube:level qb:structure cube:derived-structure .
  }
}


# --- house:component-property-given.differs
# A component that names another property than that of its role.
DELETE DATA { GRAPH g:structure { cube:level-structure.3 qb:componentProperty sdmx-measure:obsValue . } };
INSERT DATA { GRAPH g:structure { cube:level-structure.3 qb:componentProperty skos:note . } }


# --- house:component-property-given.none
# A component of no role.
DELETE { GRAPH ?g { cube:level-structure.1 qb:dimension ?old ; qb:componentProperty ?old . } }
WHERE { GRAPH ?g { cube:level-structure.1 qb:dimension ?old . } }


# --- house:ic-03-structure-has-measure.none
# A structure whose components hold no measure.
DELETE { GRAPH ?g { cube:term-structure qb:component ?component . } }
WHERE { GRAPH ?g { cube:term-structure qb:component ?component . ?component qb:measure ?measure . } }


# --- house:ic-03-structure-has-measure.untyped
# A measure that is nowhere said to be one.
DELETE { GRAPH ?g { cpg:valueTerm a qb:MeasureProperty . } }
WHERE { GRAPH ?g { cpg:valueTerm a qb:MeasureProperty . } }


# --- house:ic-04-dimension-has-range.none
# A dimension without a range.
INSERT DATA {
  GRAPH g:structure {
    cpg:population a qb:DimensionProperty .
    unit:NUM a qb:DimensionProperty .
  }
}


# --- house:ic-05-concept-dimension-has-code-list.none
# A dimension of concepts without a code list.
DELETE { GRAPH ?g { cpg:measure qb:codeList ?old . } }
WHERE { GRAPH ?g { cpg:measure qb:codeList ?old . } }


# --- house:ic-06-only-attributes-optional.dimension
# A dimension that may be left out.
INSERT DATA {
  GRAPH g:structure {
    cube:level-structure.1 qb:componentRequired false .
  }
}


# --- house:ic-07-slice-keys-declared.undeclared
# A slice key of no structure.
INSERT DATA {
  GRAPH g:structure {
    cube:key a qb:SliceKey .
  }
}


# --- ic-08-slice-keys-consistent.foreign
# A slice key with a property that its structure lacks.
# also: class-of-property
INSERT DATA {
  GRAPH g:structure {
    cube:level-structure qb:sliceKey cube:key .
    cube:key a qb:SliceKey ; qb:componentProperty skos:note .
  }
}


# --- house:ic-09-unique-slice-structure.none
# A slice without a structure.
INSERT DATA {
  GRAPH g:structure {
    cube:slice a qb:Slice .
  }
}


# --- ic-10-slice-dimensions-complete.lacking
# A slice without a value for its key.
# also: class-of-property
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
# also: observation-name, population-size
INSERT { GRAPH g:facts { obs:count_permit-2020_2 ?p ?o . } }
WHERE { GRAPH g:facts { obs:count_permit-2020 ?p ?o . } }


# --- ic-11-all-dimensions-given.attribute
# An observation without its required unit.
DELETE { GRAPH ?g { obs:count_permit-2020 sdmx-attribute:unitMeasure ?old . } }
WHERE { GRAPH ?g { obs:count_permit-2020 sdmx-attribute:unitMeasure ?old . } }


# --- ic-11-all-dimensions-given.value
# An observation without a value.
DELETE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 sdmx-measure:obsValue ?old . } }
WHERE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 sdmx-measure:obsValue ?old . } }


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
