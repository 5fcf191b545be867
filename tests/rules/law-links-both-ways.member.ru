# A provision that does not name its state.
DELETE { GRAPH ?g { law:ussg-9Z9.1 eli:has_member law:ussg-9Z9.1_after-harbor-act . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1 eli:has_member law:ussg-9Z9.1_after-harbor-act . } }
