# An observation without its required unit.
DELETE { GRAPH ?g { obs:count_permit-2020 sdmx-attribute:unitMeasure ?old . } }
WHERE { GRAPH ?g { obs:count_permit-2020 sdmx-attribute:unitMeasure ?old . } }
