# --- claim-adds-overlap.silent
# A claim that adds the north and the south, which overlap, and no longer says so.
DELETE { GRAPH ?g { claim:both-areas skos:note ?old . } }
WHERE { GRAPH ?g { claim:both-areas skos:note ?old . } }


# --- claim-accepted.no-target
# A claim without its target.
DELETE { GRAPH ?g { claim:refused-longer cpg:target ?old . } }
WHERE { GRAPH ?g { claim:refused-longer cpg:target ?old . } }


# --- claim-accepted.other
# A bound that the words do not allow.
DELETE { GRAPH ?g { claim:half-granted cpg:acceptLower ?old . } }
INSERT { GRAPH ?g { claim:half-granted cpg:acceptLower "51"^^xsd:decimal . } }
WHERE { GRAPH ?g { claim:half-granted cpg:acceptLower ?old . } }


# --- claim-computed.other
# A bound that the terms do not give.
DELETE { GRAPH ?g { claim:granted-ratio cpg:computedUpper ?old . } }
INSERT { GRAPH ?g { claim:granted-ratio cpg:computedUpper "1.68"^^xsd:decimal . } }
WHERE { GRAPH ?g { claim:granted-ratio cpg:computedUpper ?old . } }


# --- claim-computed.list
# A thing more than the number of things.
INSERT DATA {
  GRAPH g:claims {
    claim:two-kinds cpg:lists cat:outcome.late .
  }
}


# --- claim-contradicted.unlisted
# A contradiction that no anomaly explains.
DELETE { GRAPH ?g { an:fifty-months cpg:check ?old . } }
WHERE { GRAPH ?g { an:fifty-months cpg:check ?old . } }


# --- house:claim-not-checkable.reason
# A reason beside a verdict.
INSERT DATA {
  GRAPH g:claims {
    claim:half-granted cpg:reasonNotCheckable "None."@en .
  }
}


# --- claim-outside-tolerance.unlisted
# A vague claim far off that no anomaly explains.
DELETE { GRAPH ?g { an:not-half cpg:check ?old . } }
WHERE { GRAPH ?g { an:not-half cpg:check ?old . } }


# --- house:claim-qualifier-of-kind.other
# A rank that is not at least.
DELETE { GRAPH ?g { claim:clerks-hard cpg:claimKind ?old . } }
INSERT { GRAPH ?g { claim:clerks-hard cpg:claimKind cpg:Rank . } }
WHERE { GRAPH ?g { claim:clerks-hard cpg:claimKind ?old . } }


# --- claim-terms.list
# A list beside terms.
INSERT DATA {
  GRAPH g:claims {
    claim:half-granted cpg:lists cat:outcome.late .
  }
}


# --- claim-terms.units
# A rank of terms in several units.
INSERT DATA {
  GRAPH g:claims {
    claim:north-first cpg:rightTerm obs:min-sentence_permit-2021 .
  }
}


# --- claim-unit.other
# A ratio in percent.
DELETE { GRAPH ?g { claim:granted-ratio cpg:targetUnit ?old . } }
INSERT { GRAPH ?g { claim:granted-ratio cpg:targetUnit unit:PERCENT . } }
WHERE { GRAPH ?g { claim:granted-ratio cpg:targetUnit ?old . } }


# --- claim-verdict.other
# A verdict that the bounds do not give.
DELETE { GRAPH ?g { claim:half-granted cpg:verdict ?old . } }
INSERT { GRAPH ?g { claim:half-granted cpg:verdict cpg:WithinRounding . } }
WHERE { GRAPH ?g { claim:half-granted cpg:verdict ?old . } }
