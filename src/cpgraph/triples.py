"""Small makers of RDF terms, so that the graph modules say what and not how.

Numbers are made from `Decimal` and `int` only: a float would publish digits that nobody printed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from typing import TypeVar

from pyoxigraph import Literal, NamedNode, Quad

from cpgraph.intervals import lexical
from cpgraph.vocab import RDF, RDFS, SKOS, XSD

Term = NamedNode | Literal
Triple = tuple[NamedNode, NamedNode, Term]
T = TypeVar("T")


def english(text: str) -> Literal:
    """A text of ours, in English."""
    return Literal(text, language="en")


def plain(text: str) -> Literal:
    """Characters without a language: codes, citations, printed digits."""
    return Literal(text)


def decimal(value: Decimal) -> Literal:
    """An xsd:decimal in canonical form."""
    return Literal(lexical(value), datatype=XSD.decimal)


def integer(value: int) -> Literal:
    """An xsd:integer."""
    return Literal(str(value), datatype=XSD.integer)


def typed(subject: NamedNode, *classes: NamedNode) -> Iterator[Triple]:
    """Yield the classes of a subject."""
    for cls in classes:
        yield subject, RDF.type, cls


def resource(
    subject: NamedNode, label: str, definition: str | None = None, note: str | None = None
) -> Iterator[Triple]:
    """Yield the label of a thing that is no concept, with its definition and note."""
    yield subject, RDFS.label, english(label)
    yield from _told(subject, definition, note)


def concept(
    subject: NamedNode, label: str, definition: str | None = None, note: str | None = None
) -> Iterator[Triple]:
    """Yield the label of a concept or a scheme, as SKOS has it, with its definition and note."""
    yield subject, SKOS.prefLabel, english(label)
    yield from _told(subject, definition, note)


def _told(subject: NamedNode, definition: str | None, note: str | None) -> Iterator[Triple]:
    yield from given(subject, SKOS.definition, definition, english)
    yield from given(subject, SKOS.note, note, english)


def at_top(subject: NamedNode, scheme: NamedNode) -> Iterator[Triple]:
    """Yield that a concept is in a scheme, and at its top."""
    yield subject, SKOS.inScheme, scheme
    yield subject, SKOS.topConceptOf, scheme
    yield scheme, SKOS.hasTopConcept, subject


def each(subject: NamedNode, predicate: NamedNode, objects: Iterable[Term]) -> Iterator[Triple]:
    """Yield one triple per object."""
    for item in objects:
        yield subject, predicate, item


def given(
    subject: NamedNode, predicate: NamedNode, value: T | None, term: Callable[[T], Term]
) -> Iterator[Triple]:
    """Yield the triple of a value, made a term, where there is one; an empty text is none."""
    if value is not None and value != "":
        yield subject, predicate, term(value)


def in_graph(node: NamedNode, triples: Iterable[Triple]) -> Iterator[Quad]:
    """Yield triples as quads of a named graph."""
    for subject, predicate, value in triples:
        yield Quad(subject, predicate, value, node)
