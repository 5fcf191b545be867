# A mention moved to the place of another one.
DELETE { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:start ?old ; oa:end ?oldEnd . } }
INSERT { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:start ?start ; oa:end ?end . } }
WHERE { GRAPH ?g { mention:summary__count_permit-2020.whole-position oa:start ?old ; oa:end ?oldEnd . mention:summary__count_permit-2021.whole-position oa:start ?start ; oa:end ?end . } }
