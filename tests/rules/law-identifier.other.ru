# A full citation of another provision.
DELETE { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier ?old . } }
INSERT { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier "USSG §9K1.2" . } }
WHERE { GRAPH ?g { law:ussg-9K1.1 dcterms:identifier ?old . } }
