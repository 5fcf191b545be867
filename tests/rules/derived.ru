# --- house:derived-bounds.outside
# A computed number outside its bounds.
DELETE { GRAPH ?g { obs:implied-count_permit-2021_channel.post cpg:upperBound ?old . } }
INSERT { GRAPH ?g { obs:implied-count_permit-2021_channel.post cpg:upperBound "6"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:implied-count_permit-2021_channel.post cpg:upperBound ?old . } }


# --- derived-count-sum.other
# A computed number that its inputs do not give.
DELETE { GRAPH ?g { obs:derived-count_night-2021 prov:wasDerivedFrom obs:count_night-2021_outcome.granted . } }
WHERE { GRAPH ?g { obs:derived-count_night-2021 prov:wasDerivedFrom obs:count_night-2021_outcome.granted . } }


# --- house:derived-has-inputs.none
# A computed number without inputs.
DELETE { GRAPH ?g { obs:derived-count_permit-2021_flag.foreign prov:wasDerivedFrom ?old . } }
WHERE { GRAPH ?g { obs:derived-count_permit-2021_flag.foreign prov:wasDerivedFrom ?old . } }


# --- house:derived-has-inputs.printed
# A printed number with an input.
INSERT DATA {
  GRAPH g:facts {
    obs:count_permit-2020 prov:wasDerivedFrom obs:count_permit-2021 .
  }
}


# --- derived-mean-inputs.extra
# A computed mean with a size too many.
INSERT DATA {
  GRAPH g:derived {
    obs:derived-mean-sentence_permit-2021_outcome.incomplete prov:wasDerivedFrom obs:count_permit-2021 .
  }
}


# --- derived-mean-inputs.lacking
# A computed mean without one of its sizes.
DELETE { GRAPH ?g { obs:derived-mean-sentence_permit-2021_outcome.incomplete prov:wasDerivedFrom obs:count_permit-2021_outcome.refused . } }
WHERE { GRAPH ?g { obs:derived-mean-sentence_permit-2021_outcome.incomplete prov:wasDerivedFrom obs:count_permit-2021_outcome.refused . } }


# --- derived-mean-weighted.other
# A computed mean that its inputs do not give.
DELETE { GRAPH ?g { obs:derived-mean-sentence_permit-2021_outcome.incomplete sdmx-measure:obsValue ?old . } }
INSERT { GRAPH ?g { obs:derived-mean-sentence_permit-2021_outcome.incomplete sdmx-measure:obsValue "42.7"^^xsd:decimal . } }
WHERE { GRAPH ?g { obs:derived-mean-sentence_permit-2021_outcome.incomplete sdmx-measure:obsValue ?old . } }
