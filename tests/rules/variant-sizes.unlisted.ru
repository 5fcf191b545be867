# Two sizes that no anomaly explains.
DELETE { GRAPH ?g { an:refused-twice cpg:check ?old . } }
WHERE { GRAPH ?g { an:refused-twice cpg:check ?old . } }
