# A position longer than its quote.
DELETE { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:end ?end . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:end ?later . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:end ?end . } BIND(?end + 1 AS ?later) }
