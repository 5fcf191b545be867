# A broader concept that does not answer.
DELETE { GRAPH ?g { cat:outcome.refused skos:narrower cat:outcome.late . } }
WHERE { GRAPH ?g { cat:outcome.refused skos:narrower cat:outcome.late . } }
