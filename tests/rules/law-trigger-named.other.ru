# A trigger that the topic does not name.
DELETE { GRAPH ?g { law:ussg-9Z9.1-b-1_enhancement cpg:trigger ?old . } }
INSERT { GRAPH ?g { law:ussg-9Z9.1-b-1_enhancement cpg:trigger conduct:day-trade . } }
WHERE { GRAPH ?g { law:ussg-9Z9.1-b-1_enhancement cpg:trigger ?old . } }
