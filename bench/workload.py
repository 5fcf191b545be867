"""The dozen questions that every server is asked, a light query and a runaway."""

from __future__ import annotations

from pathlib import Path

from cpgraph import queries
from cpgraph.queries import terms_in_text
from cpgraph.web.bindings import bind

ACCEPT = "application/sparql-results+json"
# from a look-up of 0.1 ms to a table of 190 kB; each is a page of the site
NAMES = (
    "graphs-that-speak-of-a-number",
    "base-offense-levels",
    "anomalies-on-a-number",
    "statutory-penalty-ranges",
    "gender-of-victims",
    "longest-mean-sentences",
    "conduct-in-law-and-statistics",
    "where-a-number-is-printed",
    "relationships-and-sentences",
    "shares-that-do-not-fit",
    "claims-on-a-number",
    "claims-and-verdicts",
)
LIGHT = "SELECT ?p ?o { <https://w3id.org/cpgraph/law/ussg-2G2.1> ?p ?o } LIMIT 5"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i FILTER(STR(?c) < STR(?f)) }"


def texts(root: Path) -> dict[str, str]:
    """Give the questions as plain SPARQL, with the values of their parameters in them."""
    known = queries.load(root / "queries" / "answers")
    return {name: bind(known[name].text, list(terms_in_text(known[name].bind({})))) for name in NAMES}
