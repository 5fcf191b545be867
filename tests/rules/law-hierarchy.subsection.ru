# A subsection of a provision that its name does not hold.
DELETE { GRAPH ?g { law:ussg-9Z9.1-b-1 eli:is_part_of ?a . ?a eli:has_part law:ussg-9Z9.1-b-1 . } }
INSERT { GRAPH ?g { law:ussg-9Z9.1-b-1 eli:is_part_of law:ussg-9Z9.1 . law:ussg-9Z9.1 eli:has_part law:ussg-9Z9.1-b-1 . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1-b-1 eli:is_part_of ?a . } }
