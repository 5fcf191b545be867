# A counted population without a size.
DELETE { GRAPH ?g { pop:boat-2021_age.lost cpg:size ?old . } }
WHERE { GRAPH ?g { pop:boat-2021_age.lost cpg:size ?old . } } ;
DELETE { GRAPH ?g { pop:boat-2021_age.lost cpg:sizeFrom ?old . } }
WHERE { GRAPH ?g { pop:boat-2021_age.lost cpg:sizeFrom ?old . } }
