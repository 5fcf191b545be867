# An effect that no provision provides.
DELETE { GRAPH ?g { law:usc-99-7 cpg:provides law:usc-99-7_supervised-release . } }
WHERE { GRAPH ?g { law:usc-99-7 cpg:provides law:usc-99-7_supervised-release . } }
