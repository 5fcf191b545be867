# A comparison without its other half.
DELETE { GRAPH ?g { citation:5-2 cpg:signal ?old . } }
WHERE { GRAPH ?g { citation:5-2 cpg:signal ?old . } }
