"""Triples of the links to other datasets, of the subjects, and of the systems that codes belong to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode

from cpgraph.iris import period, shared
from cpgraph.records.links import CodeSystem, FiscalYear, Link, Links, Place, Topic
from cpgraph.triples import Term, Triple, at_top, concept, each, english, plain, resource, typed
from cpgraph.vocab import CPG, DCAT, DCTERMS, NAMESPACES, PREFIXES, RDFS, SCHEMA, SKOS, XSD


def background(data: Links) -> Iterator[Triple]:
    """The topics and the code systems: what no report says, and what links need."""
    yield from _topics(data.topics.values())
    yield from _code_systems(data.code_systems.values())
    yield from _places(data.places)


def _topics(records: Iterable[Topic]) -> Iterator[Triple]:
    """Subjects, and stand-ins for classes of others that have no address, as concepts of one scheme."""
    home = NamedNode(PREFIXES["topic"])
    yield from typed(home, SKOS.ConceptScheme)
    label = "subjects, and classes and variables of other datasets"
    yield from concept(home, label)
    yield home, DCTERMS.title, english(label)
    for record in records:
        node = shared("topic", record.id)
        yield from typed(node, SKOS.Concept)
        yield from concept(node, record.label, record.definition)
        yield from each(node, SKOS.altLabel, (english(text) for text in record.alt))
        yield node, SKOS.notation, plain(record.id)
        yield from at_top(node, home)


def _code_systems(records: Iterable[CodeSystem]) -> Iterator[Triple]:
    """Each system is the datatype of its codes: systems reuse one another's numbers with other meanings."""
    for record in records:
        node = shared("datatype", record.id)
        yield from typed(node, RDFS.Datatype)
        yield node, SCHEMA.valuePattern, plain(record.pattern)
        yield from resource(node, record.label, record.definition)
        yield node, SKOS.scopeNote, english(f"Used by {record.used_by}.")


def _places(records: Iterable[Place]) -> Iterator[Triple]:
    """Circuits and counties, and where they and the districts lie."""
    for record in records:
        kind, _, name = record.name.partition(":")
        node = shared(kind, name)
        if record.label:
            yield from typed(node, CPG.County if kind == "county" else CPG.Circuit, DCTERMS.Location)
            yield from resource(node, record.label)
            yield node, DCTERMS.source, english(record.source)
        if kind == "county":
            yield node, DCTERMS.identifier, Literal(name, datatype=shared("datatype", "fips-county"))
        if record.within:
            yield node, DCTERMS.isPartOf, shared(*record.within.split(":"))


def days(names: Iterable[str], year: FiscalYear | None) -> Iterator[Triple]:
    """The first and the last day of each period: a report may not give them, the law does."""
    for name in names:
        if name.startswith("cy"):
            first, last = (f"{name.removeprefix('cy')}-{day}" for day in ("01-01", "12-31"))
        elif year is not None:
            start, _, end = name.partition("-")
            begins = int(start) - (year.begins > year.ends)
            first, last = f"{begins}-{year.begins}", f"{end or start}-{year.ends}"
        else:
            continue
        yield period(name), DCAT.startDate, Literal(first, datatype=XSD.date)
        yield period(name), DCAT.endDate, Literal(last, datatype=XSD.date)


def links(records: Iterable[Link], *, seen: bool) -> Iterator[Triple]:
    """The links whose identifier was seen, or those of which only the pattern is documented."""
    for record in records:
        if record.seen == seen:
            prefix, _, name = record.relation.partition(":")
            yield NamedNode(record.entity), NAMESPACES[prefix][name], _target(record)


def _target(record: Link) -> Term:
    """An IRI, a text, or a code under the datatype of its system."""
    if record.is_iri:
        return NamedNode(record.target)
    if record.code_system:
        return Literal(record.target, datatype=shared("datatype", record.code_system))
    return plain(record.target)
