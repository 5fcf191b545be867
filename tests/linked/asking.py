"""Ask the site without a socket."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import httpx
import pyoxigraph as ox

from cpgraph.vocab import PREFIXES
from web.service import Service

from .reading import Element, parse

TYPES = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""The media type of each suffix."""
RDF = {suffix: media for suffix, media in TYPES.items() if suffix != "html"}
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())


@dataclass(frozen=True)
class Answer:
    """An answer: its status, its headers by small name (several joined), its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def tree(self) -> Element:
        """The page that it is."""
        return parse(self.text)[0]

    @property
    def triples(self) -> list[ox.Triple]:
        """What it says, in the format that it is said to be in."""
        assert self.status == 200, self.text
        form = ox.RdfFormat.from_media_type(self.headers["content-type"])
        assert form is not None, self.headers["content-type"]
        return [quad.triple for quad in ox.parse(self.body, form)]

    @property
    def store(self) -> ox.Store:
        """The same, to be asked."""
        store = ox.Store()
        store.extend(ox.Quad(*triple) for triple in self.triples)
        return store

    @property
    def links(self) -> list[tuple[str, dict[str, str]]]:
        """The targets of its Link header, each with its parameters."""
        found = re.findall(r'<([^>]*)>((?:;\s*[a-z]+="[^"]*")*)', self.headers["link"])
        return [(target, dict(re.findall(r'([a-z]+)="([^"]*)"', given))) for target, given in found]

    def related(self, name: str) -> list[str]:
        """The targets of a relation."""
        return [target for target, given in self.links if given["rel"] == name]


class Site:
    """The site of a running service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(service.app),
            base_url="http://localhost",
            headers={"accept-encoding": "identity"},
        )

    def get(self, target: str, accept: str | None = "text/html", method: str = "GET", **more: str) -> Answer:
        """Ask for a path with its query; further headers are named with underscores."""
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        if accept is not None:
            headers["accept"] = accept
        got = self.service.run(self._client.request(method, target, headers=headers))
        return Answer(got.status_code, got.headers, got.content)

    def all(self, targets: Iterable[str], accept: str = "text/html") -> dict[str, Answer]:
        """Ask for many paths."""
        return {target: self.get(target, accept) for target in targets}


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """The rows of a query over the merge of all graphs, unbound cells empty."""
    found: Any = store.query(PROLOGUE + query, use_default_graph_as_union=True)
    return [tuple("" if term is None else term.value for term in row) for row in found]


def pairs(store: ox.Store, query: str) -> dict[str, str]:
    """The rows of a query with two columns."""
    return {first: second for first, second in rows(store, query)}  # noqa: C416 - it says that there are two
