# --- sum-of-parts.other
# Parts that do not add up.
INSERT DATA {
  GRAPH g:facts {
    bd:new a cpg:Breakdown ; rdfs:label "breakdown new"@en ; cpg:printedIn part:summary ; cpg:base pop:permit-2021 ; cpg:part pop:permit-2021_flag.own , pop:permit-2021_gear.unknown ; cpg:exclusivity cpg:Exclusive ; cpg:exhaustivity cpg:Exhaustive ; cpg:exclusivityBasis cpg:Assumed ; cpg:exhaustivityBasis cpg:Assumed .
  }
}


# --- sum-of-shares.other
# Percentages that cannot add up.
# also: fitting-number-fits, observation-bounds
DELETE { GRAPH ?g { obs:share_permit-2010_outcome.refused_of_permit-2010 cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2010_outcome.refused_of_permit-2010 cpg:upperBound "33.24"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:share_permit-2010_outcome.refused_of_permit-2010 cpg:upperBound ?old . } }


# --- sum-of-parts.unaccounted
# Another number in no part.
DELETE { GRAPH ?g { bd:table-2 cpg:unaccounted ?old . } }
INSERT { GRAPH ?g { bd:table-2 cpg:unaccounted 2 . } }
WHERE { GRAPH ?g { bd:table-2 cpg:unaccounted ?old . } } ;
DELETE { GRAPH ?g { bd:table-2 cpg:exhaustivityBasis ?old . } }
INSERT { GRAPH ?g { bd:table-2 cpg:exhaustivityBasis cpg:ShownByArithmetic . } }
WHERE { GRAPH ?g { bd:table-2 cpg:exhaustivityBasis ?old . } }


# --- sum-within-base.more
# Exclusive parts that are more than their base.
DELETE { GRAPH ?g { bd:table-3-time cpg:exclusivity ?old ; cpg:exclusivityBasis ?basis . } }
INSERT { GRAPH ?g { bd:table-3-time cpg:exclusivity cpg:Exclusive ; cpg:exclusivityBasis cpg:StatedInReport . } }
WHERE { GRAPH ?g { bd:table-3-time cpg:exclusivity ?old ; cpg:exclusivityBasis ?basis . } } ;
DELETE { GRAPH ?g { an:by-day-and-dark cpg:check ?old . } }
WHERE { GRAPH ?g { an:by-day-and-dark cpg:check ?old . } }
