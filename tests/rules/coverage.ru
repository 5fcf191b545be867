# --- coverage-adds-up.unstated
# Parts that add up and are not said to.
DELETE { GRAPH ?g { bd:table-1 cpg:exclusivity ?old . } }
INSERT { GRAPH ?g { bd:table-1 cpg:exclusivity cpg:Unstated . } }
WHERE { GRAPH ?g { bd:table-1 cpg:exclusivity ?old . } }


# --- coverage-overlap-shown.not-shown
# An overlap that arithmetic does not show.
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; cpg:printedIn part:table-3 ; cpg:base pop:permit-2021 ; cpg:part pop:permit-2021_time.dark , pop:permit-2021_outcome.refused ; cpg:exclusivity cpg:Overlapping ; cpg:exhaustivity cpg:Unstated ; cpg:exclusivityBasis cpg:ShownByArithmetic .
  }
  GRAPH g:quality {
    an:by-day-and-dark oa:hasTarget bd:new .
  }
}


# --- sum-within-base.unstated
# Parts that overlap and are not said to.
DELETE { GRAPH ?g { bd:table-3 cpg:exclusivity ?old . } }
INSERT { GRAPH ?g { bd:table-3 cpg:exclusivity cpg:Unstated . } }
WHERE { GRAPH ?g { bd:table-3 cpg:exclusivity ?old . } }


# --- house:coverage-partial-number.none
# A partial breakdown without the number left out.
DELETE { GRAPH ?g { bd:table-2 cpg:unaccounted ?old . } }
WHERE { GRAPH ?g { bd:table-2 cpg:unaccounted ?old . } }


# --- coverage-shares-add-up.unstated
# Percentages that add up and are not said to.
DELETE { GRAPH ?g { bd:figure-1 cpg:exhaustivity ?old ; cpg:exhaustivityBasis ?basis ; cpg:exclusivityBasis ?sum . } }
INSERT { GRAPH ?g { bd:figure-1 cpg:exhaustivity cpg:Unstated ; cpg:exclusivityBasis cpg:Assumed . } }
WHERE { GRAPH ?g { bd:figure-1 cpg:exhaustivity ?old ; cpg:exhaustivityBasis ?basis ; cpg:exclusivityBasis ?sum . } }


# --- coverage-stated-number.not-printed
# A stated number left out that nobody printed.
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; cpg:printedIn part:table-1 ; cpg:base pop:permit-2021 ; cpg:part pop:permit-2021_gear.hook , pop:permit-2021_outcome.refused ; cpg:exclusivity cpg:Exclusive ; cpg:exhaustivity cpg:Partial ; cpg:exclusivityBasis cpg:StatedInReport ; cpg:exhaustivityBasis cpg:StatedInReport ; cpg:unaccounted 8 .
  }
}


# --- house:coverage-exclusive-by-sum.partial
# Parts that a sum below the whole is to hold apart.
DELETE { GRAPH ?g { bd:table-2 cpg:exclusivityBasis ?old . } }
INSERT { GRAPH ?g { bd:table-2 cpg:exclusivityBasis cpg:ShownByArithmetic . } }
WHERE { GRAPH ?g { bd:table-2 cpg:exclusivityBasis ?old . } }


# --- house:coverage-complete-not-by-sum.arithmetic
# An overlap by arithmetic that is to show completeness too.
DELETE { GRAPH ?g { bd:table-3 cpg:exhaustivityBasis ?old . } }
INSERT { GRAPH ?g { bd:table-3 cpg:exhaustivityBasis cpg:ShownByArithmetic . } }
WHERE { GRAPH ?g { bd:table-3 cpg:exhaustivityBasis ?old . } }


# --- house:coverage-complete-not-by-sum.silent
# Completeness of which nothing says how it is known.
DELETE { GRAPH ?g { bd:flags cpg:exhaustivityBasis ?old . } }
WHERE { GRAPH ?g { bd:flags cpg:exhaustivityBasis ?old . } }


# --- overlap-undisclosed.unlisted
# Groups that overlap, of which neither the report nor an anomaly says so.
DELETE { GRAPH ?g { an:by-day-and-dark cpg:check ?old . } }
WHERE { GRAPH ?g { an:by-day-and-dark cpg:check ?old . } }
