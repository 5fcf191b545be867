"""Documents about a thing as RDF: what is said of it, of what is described with it, and what points to it."""

from __future__ import annotations

import json
from typing import Final

from cpgraph import vocab
from cpgraph.store import Dataset, GraphFormat, Job
from cpgraph.web.linked.rows import OWNED

FORMATS: Final[dict[str, GraphFormat]] = {
    "ttl": "turtle",
    "jsonld": "jsonld",
    "nt": "ntriples",
    "rdf": "rdfxml",
}
_MANY: Final = 2_000_000
_BYTES: Final = 256 * 2**20

_PREFIXES: Final = "".join(
    f"PREFIX {name}: <{vocab.PREFIXES[name]}>\n" for name in ("dcat", "oa", "qb", "sh", "spdx", "void")
)
ABOUT: Final = f"""\
{_PREFIXES}CONSTRUCT {{ ?this ?p ?o . ?s ?q ?this . ?part ?r ?v }} WHERE {{
  {{ ?this ?p ?o }}
  UNION {{ ?s ?q ?this }}
  UNION {{ ?this {OWNED} ?part . ?part ?r ?v FILTER(STRSTARTS(STR(?part), STR(?this))) }}
}}
"""
"""Owned parts are named after their owner; a selector's source, say, has a document of its own."""

WHOLE: Final = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"

OWNER: Final = f"""\
{_PREFIXES}SELECT ?this ?owner WHERE {{ ?owner {OWNED} ?this FILTER(STRSTARTS(STR(?this), STR(?owner))) }} LIMIT 1
"""
"""In whose document something is described that has none of its own."""


def job(iri: str, suffix: str, graph: str | None) -> Job:
    """Make the job of a document; `graph` is given when the document is a whole named graph."""
    form = FORMATS[suffix]
    if graph is not None:
        return Job(WHOLE, form, Dataset((graph,), ()), max_rows=_MANY, max_bytes=_BYTES)
    return Job(ABOUT, form, max_rows=_MANY, max_bytes=_BYTES, bindings=(("this", f"<{iri}>"),))


def owner_job(iri: str) -> Job:
    """Make the job that finds in whose document a thing is described."""
    return Job(OWNER, "page", bindings=(("this", f"<{iri}>"),))


def owner(body: bytes) -> str:
    """Read who owns a thing from the answer to `owner_job`; empty when nobody does."""
    content = json.loads(body) if body else {"rows": []}
    place = content["names"].index("owner") if content["rows"] else 0
    return next((str(row[place][1]) for row in content["rows"]), "")


def fragment(host: str, iri: str) -> str:
    """Give the name by which a page leads to what is described on it.

    >>> fragment("https://x/m", "https://x/m.quote")
    'quote'
    """
    return iri.removeprefix(host).lstrip(".#")
