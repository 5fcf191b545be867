# Two states of which none replaces the other.
DELETE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act dcterms:replaces ?old . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1_after-harbor-act dcterms:replaces ?old . } }
