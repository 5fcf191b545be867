# A bound that the words do not allow.
DELETE { GRAPH ?g { claim:half-granted cpg:acceptLower ?old . } }
INSERT { GRAPH ?g { claim:half-granted cpg:acceptLower "51"^^xsd:decimal . } }
WHERE { GRAPH ?g { claim:half-granted cpg:acceptLower ?old . } }
