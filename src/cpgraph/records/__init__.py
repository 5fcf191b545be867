"""The facts as typed values and printed text; they know neither files nor RDF."""
