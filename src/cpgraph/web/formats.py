"""The formats of results: which media types name them, what they are called, and what is sent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cpgraph.store import Format
from cpgraph.web.checks import Form
from cpgraph.web.negotiate import negotiate
from cpgraph.web.problems import Problem

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
    "jsonld": ("application/ld+json",),
    "rdf": ("application/rdf+xml",),
    "trig": ("application/trig",),
    "nq": ("application/n-quads",),
}
"""What `format=` may say; a name that fits tables and graphs stands for one type of each."""


def types_for(form: Form | None) -> Mapping[str, Format]:
    """Give the media types in which the result of a form can be written; None stands for no query at all."""
    return TABLE_TYPES if form in ("SELECT", "ASK") else GRAPH_TYPES


def choose(form: Form | None, accept: str | None, name: str | None) -> str:
    """Choose the media type of an answer; `name` (the `format` parameter) wins over the Accept header.

    Raises `Problem`: 400 for a name that no format has, 406 when nothing fits.
    """
    offers = types_for(form)
    if name is not None:
        if name.lower() not in NAMES:
            detail = f"There is no format {name!r}."
            raise Problem("malformed-request", detail, f"Use one of {', '.join(NAMES)}.")
        for media_type in NAMES[name.lower()]:
            if media_type in offers:
                return media_type
    chosen = negotiate(accept, list(offers)) if name is None else None
    if chosen is None:
        what = "This" if form is None else f"The result of a {form} query"
        detail = f"{what} can be had in these types: {', '.join(offers)}."
        raise Problem(
            "not-acceptable", detail, "Name one in the Accept header.", extra={"offered": list(offers)}
        )
    return chosen


def content_type(media_type: str) -> str:
    """Give the Content-Type header of a media type; all texts are UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type
