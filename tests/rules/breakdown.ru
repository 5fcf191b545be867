# --- breakdown-complete.lacking
# A breakdown without a part that is printed.
DELETE { GRAPH ?g { bd:table-3 cpg:part pop:permit-2021_area.south . } }
WHERE { GRAPH ?g { bd:table-3 cpg:part pop:permit-2021_area.south . } } ;
DELETE { GRAPH ?g { bd:table-3 cpg:exhaustivity ?old ; cpg:exhaustivityBasis ?basis . } }
INSERT { GRAPH ?g { bd:table-3 cpg:exhaustivity cpg:Unstated . } }
WHERE { GRAPH ?g { bd:table-3 cpg:exhaustivity ?old ; cpg:exhaustivityBasis ?basis . } }


# --- breakdown-parts-differ.nested
# A part within another one.
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; cpg:printedIn part:table-1 ; cpg:base pop:permit-2021 ; cpg:part pop:permit-2021_outcome.late , pop:permit-2021_outcome.refused ; cpg:exclusivity cpg:Exclusive ; cpg:exhaustivity cpg:Unstated ; cpg:exclusivityBasis cpg:Assumed .
  }
}


# --- breakdown-parts-within-base.outside
# A part outside the base.
INSERT DATA {
  GRAPH g:facts {
    bd:table-3-time cpg:part pop:boat-2021_age.lost .
  }
}


# --- breakdown-printed.elsewhere
# A breakdown in a part that prints nothing of it.
DELETE { GRAPH ?g { bd:table-3 cpg:printedIn ?old . } }
INSERT { GRAPH ?g { bd:table-3 cpg:printedIn part:figure-1 . } }
WHERE { GRAPH ?g { bd:table-3 cpg:printedIn ?old . } }


# --- house:breakdown-unaccounted.exhaustive
# A number left out of an overlapping breakdown.
# also: house:breakdown-unaccounted-exclusive
INSERT DATA {
  GRAPH g:facts {
    bd:table-3 cpg:unaccounted 3 .
  }
}
