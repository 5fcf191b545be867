# A section that is part of nothing.
DELETE { GRAPH ?g { law:usc-99-7 eli:is_part_of ?a . ?a eli:has_part law:usc-99-7 . } }
WHERE { GRAPH ?g { law:usc-99-7 eli:is_part_of ?a . } }
