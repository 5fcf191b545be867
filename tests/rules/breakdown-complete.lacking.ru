# A breakdown without a part that is printed.
DELETE { GRAPH ?g { bd:table-3 cpg:part pop:permit-2021_area.south . } }
WHERE { GRAPH ?g { bd:table-3 cpg:part pop:permit-2021_area.south . } } ;
DELETE { GRAPH ?g { bd:table-3 cpg:exhaustivity ?old . } }
INSERT { GRAPH ?g { bd:table-3 cpg:exhaustivity cpg:Unstated . } }
WHERE { GRAPH ?g { bd:table-3 cpg:exhaustivity ?old . } }
