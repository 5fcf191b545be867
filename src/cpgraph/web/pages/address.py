"""Addresses: from an IRI to the paths of its documents, and from a request's path to what it asks for.

A thing's IRI, as a path, answers 303 with the address of a document about it: the same path with a suffix.
Local names hold dots, so only a known suffix at the very end counts, and only where the whole path is not
itself the name of a thing. Terms of the vocabulary and the shapes are hash IRIs: their document is one file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from cpgraph import vocab

SUFFIXES: Final = {
    "html": "text/html",
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
    "csv": "text/csv",
}
"""Suffix of a document to its media type; the order is the order of preference."""

_ALIASES: Final = {"turtle": "ttl", "json": "jsonld", "xml": "rdf", "ntriples": "nt"}
"""Other names that `format=` may say."""

HASH_DOCUMENTS: Final = ("ns", "shapes", "problems")
"""Documents whose parts have hash IRIs."""

_INDEX: Final = "index"


@dataclass(frozen=True, slots=True)
class Address:
    """What a path asks for: a thing (no suffix), or a document about it."""

    iri: str
    suffix: str | None = None
    fragment: str = ""
    """The place in the document of what is described only there."""


def named(wanted: str) -> str:
    """Give the suffix of the format that `format=` names: a suffix, another name of it, or a media type.

    >>> named("Turtle"), named("text/turtle"), named("csv"), named("none")
    ('ttl', 'ttl', 'csv', 'none')
    """
    name = wanted.lower()
    by_type = {media: suffix for suffix, media in SUFFIXES.items()}
    return _ALIASES.get(name) or by_type.get(name) or name


def parse(path: str, is_known: Callable[[str], bool]) -> Address | None:
    """Read a path; None when it names nothing known.

    >>> known = {vocab.BASE + "a/x.same", vocab.BASE + "m/"}.__contains__
    >>> parse("/a/x.same", known) == Address(vocab.BASE + "a/x.same")
    True
    >>> parse("/a/x.same.ttl", known).suffix, parse("/a/x", known), parse("/m/index.nt", known).iri[-2:]
    ('ttl', None, 'm/')
    """
    for candidate in candidates(path):
        if is_known(candidate.iri):
            return candidate
    return None


def candidates(path: str) -> list[Address]:
    """Give what a path may ask for, first the thing of that very name."""
    iri = vocab.BASE + path.removeprefix("/")
    found = [Address(iri)]
    stem, dot, suffix = iri.rpartition(".")
    if dot and suffix in SUFFIXES and "/" not in suffix:
        found.append(Address(stem, suffix))
        if stem.endswith(f"/{_INDEX}"):
            found.append(Address(stem.removesuffix(_INDEX), suffix))
    return found


def document(iri: str, suffix: str = "html") -> str:
    """Give the path of a document about a thing under the base.

    >>> document(vocab.BASE + "law/x.1"), document(vocab.BASE + "m/", "ttl"), document(vocab.BASE + "ns#A")
    ('/law/x.1.html', '/m/index.ttl', '/ns#A')
    """
    path, hash_, fragment = iri.removeprefix(vocab.BASE).partition("#")
    first = path.partition("/")[0]
    if first in HASH_DOCUMENTS:  # a version of one has the same document
        path = first
        page = f"/{path}" if suffix == "html" else f"/{path}.{suffix}"
        return page + (f"#{quote(fragment)}" if hash_ and suffix == "html" else "")
    if path == "" or path.endswith("/"):
        path += _INDEX
    return f"/{quote(path)}.{suffix}"


def is_ours(iri: str) -> bool:
    """Say whether an IRI is under the base."""
    return iri.startswith(vocab.BASE)


def local(iri: str) -> str:
    """Give what an IRI ends in.

    >>> local(vocab.BASE + "measure/"), local(vocab.BASE + "ns#Table")
    ('measure', 'Table')
    """
    bare = iri.rstrip("/#")
    return bare[max(bare.rfind("/"), bare.rfind("#")) + 1 :]
