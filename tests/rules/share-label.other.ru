# A label of another population.
DELETE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 skos:prefLabel ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 skos:prefLabel "percentage of nets"@en . } }
WHERE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 skos:prefLabel ?old . } } ;
DELETE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 rdfs:label ?old . } }
INSERT { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 rdfs:label "percentage of nets"@en . } }
WHERE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 rdfs:label ?old . } }
