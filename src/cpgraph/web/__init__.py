"""The serve wing: the SPARQL endpoint and the pages, over the built graph alone."""
