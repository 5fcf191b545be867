"""From records to triples: one module per kind of record, and no module needs another."""
