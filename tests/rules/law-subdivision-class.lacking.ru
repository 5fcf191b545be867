# A section that is no subdivision.
DELETE { GRAPH ?g { law:usc-99-7 a eli:LegalResourceSubdivision . } }
WHERE { GRAPH ?g { law:usc-99-7 a eli:LegalResourceSubdivision . } }
