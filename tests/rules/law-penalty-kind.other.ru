# Supervised release in the name of imprisonment.
DELETE { GRAPH ?g { law:usc-99-7_imprisonment-no-prior cpg:penaltyKind ?old . } }
INSERT { GRAPH ?g { law:usc-99-7_imprisonment-no-prior cpg:penaltyKind cpg:SupervisedRelease . } }
WHERE { GRAPH ?g { law:usc-99-7_imprisonment-no-prior cpg:penaltyKind ?old . } }
