# A contradiction that no anomaly explains.
DELETE { GRAPH ?g { an:fifty-months cpg:check ?old . } }
WHERE { GRAPH ?g { an:fifty-months cpg:check ?old . } }
