# An implied number that does not say how.
DELETE { GRAPH ?g { obs:implied-count_boat-2021_age.new cpg:impliedUnder ?old . } }
WHERE { GRAPH ?g { obs:implied-count_boat-2021_age.new cpg:impliedUnder ?old . } }
