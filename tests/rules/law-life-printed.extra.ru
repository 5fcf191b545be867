# Life in print that is no upper end.
# also: law-evidence-property
DELETE { GRAPH ?g { law:usc-99-7_imprisonment-two-or-more-priors cpg:maximumTerm ?old . } }
WHERE { GRAPH ?g { law:usc-99-7_imprisonment-two-or-more-priors cpg:maximumTerm ?old . } }
