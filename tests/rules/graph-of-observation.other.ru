# A printed number among the computed ones.
DELETE { GRAPH g:facts { obs:count_permit-2020 ?p ?o . } }
INSERT { GRAPH g:derived { obs:count_permit-2020 ?p ?o . } }
WHERE { GRAPH g:facts { obs:count_permit-2020 ?p ?o . } }
