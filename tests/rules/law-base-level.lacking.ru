# A base level of the effect that the state lacks.
DELETE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:baseOffenseLevel ?old . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act cpg:baseOffenseLevel ?old . } }
