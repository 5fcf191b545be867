# Id. through no note.
DELETE { GRAPH ?g { citation:4-1 cpg:viaNote ?old . } }
WHERE { GRAPH ?g { citation:4-1 cpg:viaNote ?old . } } ;
DELETE { GRAPH ?g { citation:4-1 cpg:pinpoint ?old . } }
WHERE { GRAPH ?g { citation:4-1 cpg:pinpoint ?old . } }
