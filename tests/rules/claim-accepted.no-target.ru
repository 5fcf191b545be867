# A claim without its target.
DELETE { GRAPH ?g { claim:refused-longer cpg:target ?old . } }
WHERE { GRAPH ?g { claim:refused-longer cpg:target ?old . } }
