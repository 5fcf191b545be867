# A note that does not cite what its citation cites.
DELETE { GRAPH ?g { note:5 cito:cites law:ussg-9Z9.1 . } }
WHERE { GRAPH ?g { note:5 cito:cites law:ussg-9Z9.1 . } }
