# A percentage that no number gives and no anomaly explains.
DELETE { GRAPH ?g { an:new-boats cpg:check ?old . } }
WHERE { GRAPH ?g { an:new-boats cpg:check ?old . } }
