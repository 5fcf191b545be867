# A definition that lacks the place of its mention.
DELETE { GRAPH ?g { def:granted-case cpg:definedIn part:table-1 . } }
WHERE { GRAPH ?g { def:granted-case cpg:definedIn part:table-1 . } }
