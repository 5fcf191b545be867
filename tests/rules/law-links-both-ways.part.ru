# A whole that does not name its part.
DELETE { GRAPH ?g { law:ussg-9Z9.1 eli:has_part law:ussg-9Z9.1-a . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1 eli:has_part law:ussg-9Z9.1-a . } }
