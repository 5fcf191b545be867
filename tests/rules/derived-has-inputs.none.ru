# A computed number without inputs.
DELETE { GRAPH ?g { obs:derived-count_permit-2021_flag.foreign prov:wasDerivedFrom ?old . } }
WHERE { GRAPH ?g { obs:derived-count_permit-2021_flag.foreign prov:wasDerivedFrom ?old . } }
