# A source of a size without the size.
DELETE { GRAPH ?g { pop:permit-2021_channel.post cpg:size ?old . } }
WHERE { GRAPH ?g { pop:permit-2021_channel.post cpg:size ?old . } }
