# A computed mean without one of its sizes.
DELETE { GRAPH ?g { obs:derived-mean-sentence_permit-2021_outcome.incomplete prov:wasDerivedFrom obs:count_permit-2021_outcome.refused . } }
WHERE { GRAPH ?g { obs:derived-mean-sentence_permit-2021_outcome.incomplete prov:wasDerivedFrom obs:count_permit-2021_outcome.refused . } }
