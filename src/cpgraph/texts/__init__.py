"""A text of a report: its normal form, and how a quote is found in it."""
