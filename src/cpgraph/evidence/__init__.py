"""Evidence: find what the data quote in a text of the report, and account for every numeral."""
