# A printed page that is no pinpoint.
DELETE { GRAPH ?g { citation:3-1 cpg:pinpoint ?old . } }
WHERE { GRAPH ?g { citation:3-1 cpg:pinpoint ?old . } } ;
DELETE { GRAPH ?g { citation:4-1 cpg:pinpoint ?old . } }
WHERE { GRAPH ?g { citation:4-1 cpg:pinpoint ?old . } }
