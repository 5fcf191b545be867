# A smallest value above the largest.
DELETE { GRAPH ?g { m:min-owners cpg:statistic ?old . } }
INSERT { GRAPH ?g { m:min-owners cpg:statistic cpg:Maximum . } }
WHERE { GRAPH ?g { m:min-owners cpg:statistic ?old . } } ;
DELETE { GRAPH ?g { m:max-owners cpg:statistic ?old . } }
INSERT { GRAPH ?g { m:max-owners cpg:statistic cpg:Minimum . } }
WHERE { GRAPH ?g { m:max-owners cpg:statistic ?old . } }
