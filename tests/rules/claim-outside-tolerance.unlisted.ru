# A vague claim far off that no anomaly explains.
DELETE { GRAPH ?g { an:not-half cpg:check ?old . } }
WHERE { GRAPH ?g { an:not-half cpg:check ?old . } }
