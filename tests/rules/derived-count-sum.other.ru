# A computed number that its inputs do not give.
DELETE { GRAPH ?g { obs:derived-count_night-2021 prov:wasDerivedFrom obs:count_night-2021_outcome.granted . } }
WHERE { GRAPH ?g { obs:derived-count_night-2021 prov:wasDerivedFrom obs:count_night-2021_outcome.granted . } }
