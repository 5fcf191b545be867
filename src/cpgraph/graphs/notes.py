"""Triples of the apparatus: notes, their citations, and the definitions that the report gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import NamedNode

from cpgraph.iris import ReportIris, shared
from cpgraph.records.apparatus import CiteIn, DefinitionIn, Governs, NoteIn
from cpgraph.records.statistics import PopulationKey
from cpgraph.triples import Triple, concept, integer, plain, typed
from cpgraph.vocab import CITO, CPG, DCTERMS, DOCO, PREFIXES, RDFS, SKOS

_STATUS = {"present": CPG.NotePresent, "fragment": CPG.NoteFragment, "missing": CPG.NoteMissing}


def notes(records: Iterable[NoteIn], measures: Collection[str], iris: ReportIris) -> Iterator[Triple]:
    """Every note of the report, also those of which only the marker survives."""
    for note in records:
        node = iris("note", str(note.n))
        yield from typed(node, CPG.Note, DOCO.Footnote)
        yield from concept(node, f"note {note.n}", None, note.note)
        yield node, CPG.number, integer(note.n)
        yield node, CPG.status, _STATUS[note.status]
        for name in note.kind:
            yield node, DCTERMS.type, plain(name)
        for term in note.defines:
            yield iris("def", term), CPG.definedIn, node
        for name in note.qualifies:
            yield node, CPG.qualifies, _qualified(name, measures, iris)
        if note.carried_by is not None:
            yield node, CPG.carriedBy, iris("note", str(note.carried_by))
        for order, cite in enumerate(note.cites, 1):
            yield from _citation(note, order, cite, iris)


def _qualified(name: str, measures: Collection[str], iris: ReportIris) -> NamedNode:
    """What a note qualifies: a measure, a population or a part."""
    if name in measures:
        return shared("m", name)
    if "/" in name:
        return iris("pop", PopulationKey.parse(name).local)
    return iris("part", name)


def _citation(note: NoteIn, order: int, cite: CiteIn, iris: ReportIris) -> Iterator[Triple]:
    """One citation: what is cited, by which signal, through which note, at which page."""
    node, source = iris("citation", f"{note.n}-{order}"), iris("note", str(note.n))
    target = _target(cite, iris)
    yield from typed(node, CPG.Citation, CITO.Citation)
    yield from concept(node, f"citation {order} of note {note.n}")
    yield source, CPG.hasCitation, node
    yield source, CITO.cites, target
    yield node, CPG.citedWork, target
    if cite.signal:
        yield node, CPG.signal, plain(cite.signal)
    if cite.pinpoint:
        yield node, CPG.pinpoint, plain(cite.pinpoint)
    if cite.via is not None:
        yield node, CPG.viaNote, iris("note", str(cite.via))


def _target(cite: CiteIn, iris: ReportIris) -> NamedNode:
    """The IRI of what a citation names."""
    if cite.work is not None:
        return shared("work", cite.work)
    if cite.provision is not None:
        return shared("law", cite.provision)
    if cite.note is not None:
        return iris("note", str(cite.note))
    return iris("part", cite.part or "")


def definitions(records: Iterable[DefinitionIn], iris: ReportIris) -> Iterator[Triple]:
    """The terms that the report defines or delimits, with what each bears on."""
    for record in records:
        node = iris("def", record.id)
        yield from typed(node, CPG.Definition, SKOS.Concept)
        yield from concept(node, record.term, record.definition, record.remark)
        if record.note is not None:
            yield node, CPG.definedIn, iris("note", str(record.note))
        for part in sorted({given.part for given in record.given}):
            yield node, CPG.definedIn, iris.place(part)
        for item in record.governs:
            thing = governed(item, iris)
            yield node, CPG.governs, thing
            yield thing, RDFS.seeAlso, node


def governed(item: Governs, iris: ReportIris) -> NamedNode:
    """The IRI of what a definition governs."""
    if item.measure is not None:
        return shared("m", item.measure)
    if item.category is not None:
        scheme, _, category = item.category.partition(".")
        return shared("district", category) if scheme == "district" else iris("cat", item.category)
    if item.scheme is not None:
        return NamedNode(PREFIXES["district"]) if item.scheme == "district" else iris("scheme", item.scheme)
    if item.population is not None:
        return iris("pop", PopulationKey.parse(item.population).local)
    if item.universe is not None:
        return iris("universe", item.universe)
    return shared("law", item.provision or "")
