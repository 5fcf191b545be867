# A percentage of a population outside its base.
# also: breakdown-parts-within-base, sub-population-of-whole
DELETE { GRAPH ?g { pop:permit-2021_gear.net cpg:subPopulationOf ?old . } }
WHERE { GRAPH ?g { pop:permit-2021_gear.net cpg:subPopulationOf ?old . } }
