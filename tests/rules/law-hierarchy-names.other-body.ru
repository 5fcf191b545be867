# A section of the code in the manual.
DELETE { GRAPH ?g { law:usc-99-7 eli:is_part_of ?a . ?a eli:has_part law:usc-99-7 . } }
INSERT { GRAPH ?g { law:usc-99-7 eli:is_part_of law:ussg-manual . law:ussg-manual eli:has_part law:usc-99-7 . } }
WHERE { GRAPH ?g { law:usc-99-7 eli:is_part_of ?a . } }
