# A change without an act.
DELETE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act eli:changed_by ?old . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act eli:changed_by ?old . } }
