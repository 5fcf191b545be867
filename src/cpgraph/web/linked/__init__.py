"""The linked-data site: every IRI of the data answers, as a page for people and as RDF for programs."""
