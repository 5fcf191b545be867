# An observation without a value.
DELETE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 sdmx-measure:obsValue ?old . } }
WHERE { GRAPH ?g { obs:share_permit-2021_gear.net_of_permit-2021 sdmx-measure:obsValue ?old . } }
