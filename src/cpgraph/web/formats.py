"""The formats of results: which media types name them, what they are called, and what is sent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from cpgraph.store import Format
from cpgraph.web.negotiate import negotiate
from cpgraph.web.problems import Problem
from cpgraph.web.query import Form

TABLE_TYPES: Final[Mapping[str, Format]] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/html": "page",
}
GRAPH_TYPES: Final[Mapping[str, Format]] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "text/plain": "ntriples",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/trig": "trig",
    "application/n-quads": "nquads",
    "text/html": "page",
}
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "html": ("text/html",),
    "json": ("application/sparql-results+json", "application/ld+json"),
    "srj": ("application/sparql-results+json",),
    "xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "srx": ("application/sparql-results+xml",),
    "csv": ("text/csv",),
    "tsv": ("text/tab-separated-values",),
    "ttl": ("text/turtle",),
    "turtle": ("text/turtle",),
    "nt": ("application/n-triples",),
    "n3": ("text/turtle",),
    "jsonld": ("application/ld+json",),
    "json-ld": ("application/ld+json",),
    "rdf": ("application/rdf+xml",),
    "rdf+xml": ("application/rdf+xml",),
    "trig": ("application/trig",),
    "nq": ("application/n-quads",),
}
"""What `format=` may say beside media types; a name that fits tables and graphs stands for one type of each.

It is no part of the protocol, and clients have habits: they send a name and a media type, or a list of types.
"""


def types_for(form: Form | None) -> Mapping[str, Format]:
    """Give the media types in which the result of a form can be written; None stands for no query at all."""
    return TABLE_TYPES if form in ("SELECT", "ASK") else GRAPH_TYPES


def choose(form: Form | None, accept: str | None, wanted: str = "") -> str:
    """Choose the media type of an answer; `wanted` (the `format` parameter, see `meant`) wins over the Accept header.

    Raises `Problem`: 400 for a name that no format has, 406 when nothing fits.
    """
    offers = types_for(form)
    found = next((name for name in meant(wanted) if name in offers), None) if wanted else None
    chosen = found if wanted else negotiate(accept, list(offers))
    if chosen is None:
        what = "This" if form is None else f"The result of a {form} query"
        detail = f"{what} can be had in these types: {', '.join(offers)}."
        raise Problem(
            "not-acceptable", detail, "Name one in the Accept header.", extra={"offered": list(offers)}
        )
    return chosen


def meant(wanted: str) -> tuple[str, ...]:
    """Give the media types that names or media types, commas between, stand for; those not known are passed over.

    Raises `Problem`: 400 when none is known.

    >>> meant("json-ld, application/x-json+ld")
    ('application/ld+json',)
    """
    parts = [part.strip().lower() for part in wanted.split(",")]
    known = [NAMES.get(part, (part,) if part in TABLE_TYPES or part in GRAPH_TYPES else ()) for part in parts]
    found = tuple(dict.fromkeys(media_type for types in known for media_type in types))
    if not found:
        raise Problem(
            "malformed-request", f"There is no format {wanted!r}.", f"Use one of {', '.join(NAMES)}."
        )
    return found


def agree(values: Sequence[str]) -> str:
    """Give the one format that several values of the parameter mean; raises `Problem` when they differ."""
    if len(values) > 1 and len({meant(value) for value in values}) > 1:
        raise Problem("doubled-parameter", "The parameter format is given more than once, and differently.")
    return values[0] if values else ""


def content_type(media_type: str) -> str:
    """Give the Content-Type header of a media type; all texts are UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
