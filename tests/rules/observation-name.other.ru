# A name that the dimensions do not give.
DELETE { GRAPH ?g { obs:derived-count_night-2021 ?p ?o . } GRAPH ?h { ?s ?q obs:derived-count_night-2021 . } }
INSERT { GRAPH ?g { obs:night ?p ?o . } GRAPH ?h { ?s ?q obs:night . } }
WHERE { GRAPH ?g { obs:derived-count_night-2021 ?p ?o . } GRAPH ?h { ?s ?q obs:derived-count_night-2021 . } }
