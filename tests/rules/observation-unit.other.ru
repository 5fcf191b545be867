# A unit that is not the measure's.
DELETE { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-attribute:unitMeasure ?old . } }
INSERT { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-attribute:unitMeasure unit:YR . } }
WHERE { GRAPH ?g { obs:mean-sentence_permit-2021_outcome.late sdmx-attribute:unitMeasure ?old . } }
