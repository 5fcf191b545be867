# A wider category of another scheme.
# also: concept-scheme-name
DELETE { GRAPH ?g { cat:outcome.late skos:inScheme ?old . } }
INSERT { GRAPH ?g { cat:outcome.late skos:inScheme scheme:late . } }
WHERE { GRAPH ?g { cat:outcome.late skos:inScheme ?old . } } ;
INSERT DATA {
  GRAPH g:concepts {
    scheme:late a skos:ConceptScheme ; skos:notation "late" .
  }
}
