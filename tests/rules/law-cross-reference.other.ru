# A cross reference from a provision that does not provide it.
DELETE { GRAPH ?g { law:ussg-9Z9.2_cross-reference cpg:crossReferenceFrom ?old . } }
INSERT { GRAPH ?g { law:ussg-9Z9.2_cross-reference cpg:crossReferenceFrom law:ussg-9K1.1 . } }
WHERE { GRAPH ?g { law:ussg-9Z9.2_cross-reference cpg:crossReferenceFrom ?old . } }
