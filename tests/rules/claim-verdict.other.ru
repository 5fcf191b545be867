# A verdict that the bounds do not give.
DELETE { GRAPH ?g { claim:half-granted cpg:verdict ?old . } }
INSERT { GRAPH ?g { claim:half-granted cpg:verdict cpg:WithinRounding . } }
WHERE { GRAPH ?g { claim:half-granted cpg:verdict ?old . } }
