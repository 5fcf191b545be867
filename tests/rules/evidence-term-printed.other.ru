# A term that is not printed.
DELETE { GRAPH ?g { mention:summary__max-sentence_permit-2021 cpg:printed ?old . } }
INSERT { GRAPH ?g { mention:summary__max-sentence_permit-2021 cpg:printed "long" . } }
WHERE { GRAPH ?g { mention:summary__max-sentence_permit-2021 cpg:printed ?old . } } ;
DELETE { GRAPH ?g { mention:summary__max-sentence_permit-2021.selector oa:exact ?old . } }
INSERT { GRAPH ?g { mention:summary__max-sentence_permit-2021.selector oa:exact "long" . } }
WHERE { GRAPH ?g { mention:summary__max-sentence_permit-2021.selector oa:exact ?old . } } ;
DELETE { GRAPH ?g { mention:summary__max-sentence_permit-2021 rdfs:label ?old . } }
INSERT { GRAPH ?g { mention:summary__max-sentence_permit-2021 rdfs:label "long"@en . } }
WHERE { GRAPH ?g { mention:summary__max-sentence_permit-2021 rdfs:label ?old . } }
