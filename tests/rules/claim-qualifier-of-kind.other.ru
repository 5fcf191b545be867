# A rank that is not at least.
DELETE { GRAPH ?g { claim:clerks-hard cpg:claimKind ?old . } }
INSERT { GRAPH ?g { claim:clerks-hard cpg:claimKind cpg:Rank . } }
WHERE { GRAPH ?g { claim:clerks-hard cpg:claimKind ?old . } }
