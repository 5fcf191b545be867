"""The dozen questions that every server is asked, and the requests that ask them."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlencode

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


def path(endpoint: str, text: str) -> str:
    """Give the request target of a query."""
    return f"{endpoint}?{urlencode({'query': text})}"


def wrk_script(targets: list[str], file: Path, *, fresh: bool) -> Path:
    """Write a script with which wrk asks all targets in turn; `fresh` ends each with a comment of its own."""
    quoted = ",\n".join(f'  "{target}"' for target in targets)
    target = 'paths[n % #paths + 1] .. "%0A%23" .. n' if fresh else "paths[n % #paths + 1]"
    file.write_text(
        f"local paths = {{\n{quoted}\n}}\nlocal n = 0\n"
        f'wrk.headers["Accept"] = "{ACCEPT}"\n'
        f"request = function()\n  n = n + 1\n  return wrk.format(nil, {target})\nend\n",
        encoding="ascii",
    )
    return file
