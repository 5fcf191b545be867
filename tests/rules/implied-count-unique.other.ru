# An implied number that does not fit.
DELETE { GRAPH ?g { obs:implied-count_permit-2021_channel.post prov:wasDerivedFrom ?old . } }
INSERT { GRAPH ?g { obs:implied-count_permit-2021_channel.post prov:wasDerivedFrom obs:count_permit-2021 . } }
WHERE { GRAPH ?g { obs:implied-count_permit-2021_channel.post prov:wasDerivedFrom ?old . } }
