# A mean above the largest value.
DELETE { GRAPH ?g { m:min-sentence cpg:statistic ?old . } }
INSERT { GRAPH ?g { m:min-sentence cpg:statistic cpg:Maximum . } }
WHERE { GRAPH ?g { m:min-sentence cpg:statistic ?old . } }
