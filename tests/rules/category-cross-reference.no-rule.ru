# A category of a cross reference without a rule.
INSERT DATA {
  GRAPH g:concepts {
    cat:gear.net cpg:crossReferenceFrom law:ussg-9K1.1 ; cpg:crossReferenceTo law:ussg-9Z9.1 .
  }
}
