# An effect without the class of its name.
DELETE { GRAPH ?g { law:ussg-manual_statutory-maximum-rule a cpg:StatutoryMaximumRule . } }
WHERE { GRAPH ?g { law:ussg-manual_statutory-maximum-rule a cpg:StatutoryMaximumRule . } }
