# A mention that is said to be none.
DELETE { GRAPH ?g { mention:law__usc-99 a oa:Annotation . } }
WHERE { GRAPH ?g { mention:law__usc-99 a oa:Annotation . } } ;
DELETE { GRAPH ?g { mention:law__usc-99 a cpg:Mention . } }
WHERE { GRAPH ?g { mention:law__usc-99 a cpg:Mention . } }
