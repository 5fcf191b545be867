"""Triples of the notes, their citations, and the definitions that the report gives."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import NamedNode

from cpgraph.iris import ReportIris
from cpgraph.records.notes import CiteIn, DefinitionIn, NoteIn
from cpgraph.triples import Triple, given, integer, plain, resource, typed
from cpgraph.vocab import CITO, CPG, DCTERMS, DOCO, RDFS


def notes(records: Iterable[NoteIn], measures: Collection[str], iris: ReportIris) -> Iterator[Triple]:
    """Every note of the report, also those of which only the marker survives."""
    for note in records:
        node = iris("note", str(note.n))
        yield from typed(node, CPG.Note, DOCO.Footnote)
        yield from resource(node, f"note {note.n}", None, note.note)
        yield node, CPG.number, integer(note.n)
        yield node, CPG.status, CPG[f"Note{note.status.capitalize()}"]
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
    return iris.named("measure" if name in measures else "population" if "/" in name else "part", name)


def _citation(note: NoteIn, order: int, cite: CiteIn, iris: ReportIris) -> Iterator[Triple]:
    """One citation: what is cited, by which signal, through which note, at which page."""
    node, source = iris("citation", f"{note.n}-{order}"), iris("note", str(note.n))
    target = iris.named(*cite.named)
    yield from typed(node, CPG.Citation, CITO.Citation)
    yield from resource(node, f"citation {order} of note {note.n}")
    yield source, CPG.hasCitation, node
    yield source, CITO.cites, target
    yield node, CPG.citedWork, target
    yield node, CITO.hasCitingEntity, source
    yield node, CITO.hasCitedEntity, target
    yield from given(node, CPG.signal, cite.signal, plain)
    yield from given(node, CPG.pinpoint, cite.pinpoint, plain)
    if cite.via is not None:
        yield node, CPG.viaNote, iris("note", str(cite.via))
        if cite.note is None:
            yield node, CPG.resolvesTo, target


def definitions(records: Iterable[DefinitionIn], iris: ReportIris) -> Iterator[Triple]:
    """The terms that the report defines or delimits, with what each bears on."""
    for record in records:
        node = iris("def", record.id)
        yield from typed(node, CPG.Definition)
        yield from resource(node, record.term, record.definition, record.remark)
        if record.note is not None:
            yield node, CPG.definedIn, iris("note", str(record.note))
        for part in sorted({quoted.part for quoted in record.given}):
            yield node, CPG.definedIn, iris.place(part)
        for item in record.governs:
            thing = iris.named(*item.named)
            yield node, CPG.governs, thing
            yield thing, RDFS.seeAlso, node
