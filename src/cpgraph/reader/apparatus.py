"""Read a report's notes, definitions and claims, and the places that print them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cpgraph.errors import Place
from cpgraph.reader.files import Problems, load_list, load_mapping
from cpgraph.reader.mentions import Raw
from cpgraph.reader.tables import Scope, bracketed
from cpgraph.records.apparatus import AnomalyIn, ClaimIn, DefinitionIn, Governs, NoteIn
from cpgraph.records.common import Quoted
from cpgraph.records.data import Shared


@dataclass(frozen=True)
class Apparatus:
    """Notes, definitions and claims of a report, with the raw places of all of them."""

    notes: tuple[NoteIn, ...]
    definitions: tuple[DefinitionIn, ...]
    claims: tuple[ClaimIn, ...]
    places: list[Raw]


def read_apparatus(folder: Path, shared: Shared, scope: Scope) -> Apparatus:
    """Read the three files; each may be absent in a report that has none."""
    problems = scope.problems
    notes = load_list(folder / "notes.yaml", NoteIn, problems, missing_ok=True)
    definitions = load_list(folder / "definitions.yaml", DefinitionIn, problems, missing_ok=True)
    claims = load_mapping(folder / "claims.yaml", ClaimIn, problems, missing_ok=True)
    places: list[Raw] = []
    numbers = {note.n for note, _ in notes}
    terms = {definition.id for definition, _ in definitions}
    for note, place in notes:
        places += _note(note, place, numbers, terms, shared, scope)
    for definition, place in definitions:
        for index, given in enumerate(definition.given):
            places += _place("definition", definition.id, str(index + 1), given, place, scope)
        if definition.note is not None and definition.note not in numbers:
            problems.add(place, f"the note {definition.note} does not exist", "Name a note of notes.yaml.")
        for item in definition.governs:
            _governs(item, place, shared, scope)
    for claim, place in claims:
        for text in (*claim.left, *claim.right):
            scope.observation(text, place)
        if not claim.left and claim.not_checkable is None:
            problems.add(
                place,
                "the claim has no left term",
                "Name the data it compares, or say why it is not checkable.",
            )
        for index, given in enumerate(claim.places):
            places += _place("claim", claim.id, str(index + 1), given, place, scope)
    return Apparatus(
        tuple(note for note, _ in notes),
        tuple(definition for definition, _ in definitions),
        tuple(claim for claim, _ in claims),
        places,
    )


def _place(kind: str, body: str, prop: str, given: Quoted, place: Place, scope: Scope) -> list[Raw]:
    """One printed place, if its quote is in order."""
    inner = bracketed(given.quote, place, scope.problems)
    if inner is None or not scope.part(given.part, place):
        return []
    return [(kind, body, prop, given.part, given.quote, inner, "PrintedInProse", place)]


def _note(
    note: NoteIn, place: Place, numbers: set[int], terms: set[str], shared: Shared, scope: Scope
) -> list[Raw]:
    """Check a note and give the places of its marker and of its own number."""
    problems: Problems = scope.problems
    name = str(note.n)
    raw: list[Raw] = []
    if note.marker is not None:
        raw += _place("note", name, "marker", note.marker, place, scope)
    if note.text is not None and note.status == "present":
        given = Quoted(part=f"note-{note.n}", quote=note.text)
        raw += _place("note", name, "number", given, place, scope)
    elif note.status == "present":
        problems.add(place, f"note {note.n} is present but has no text place", "Quote its number as [n] ...")
    for term in note.defines:
        if term not in terms:
            problems.add(place, f"the definition {term!r} does not exist", "Add it to definitions.yaml.")
    for via in [note.carried_by, *(cite.via for cite in note.cites), *(cite.note for cite in note.cites)]:
        if via is not None and via not in numbers:
            problems.add(place, f"the note {via} does not exist", "Add it to notes.yaml.")
    for order, cite in enumerate(note.cites, 1):
        if cite.quote is not None:
            given = Quoted(part=f"note-{note.n}", quote=cite.quote)
            raw += _place("citation", f"{note.n}-{order}", "", given, place, scope)
        targets = [cite.work, cite.provision, cite.note, cite.part]
        if sum(target is not None for target in targets) != 1:
            problems.add(
                place, "a citation names not exactly one target", "Name a work, provision, note or part."
            )
        if cite.work is not None and cite.work not in shared.works:
            problems.add(place, f"the work {cite.work!r} does not exist", "Add it to works.yaml.")
        if cite.provision is not None and cite.provision not in shared.provisions:
            problems.add(place, f"the provision {cite.provision!r} does not exist", "Add it to data/law/.")
        if cite.part is not None:
            scope.part(cite.part, place)
        if cite.signal in ("id", "see-id") and cite.via != note.n - 1:
            problems.add(place, "`id.` refers to the note before", f"Write via: {note.n - 1}.")
    return raw


def _governs(item: Governs, place: Place, shared: Shared, scope: Scope) -> None:
    """Check that what a definition governs exists."""
    filled = [name for name, value in item.model_dump().items() if value is not None]
    if len(filled) != 1:
        scope.problems.add(place, "a definition governs one thing an item", "Fill one field.")
    if item.measure is not None and item.measure not in scope.measures:
        scope.problems.add(place, f"the measure {item.measure!r} does not exist", "Name a known one.")
    if item.category is not None:
        scheme, _, category = item.category.partition(".")
        scope.category(scheme, category, place)
    if item.scheme is not None and item.scheme not in scope.schemes:
        scope.problems.add(place, f"the scheme {item.scheme!r} does not exist", "Name a known one.")
    if item.population is not None:
        scope.population(item.population, place)
    if item.universe is not None and item.universe not in scope.universes:
        scope.problems.add(place, f"the universe {item.universe!r} does not exist", "Name a known one.")
    if item.provision is not None and item.provision not in shared.provisions:
        scope.problems.add(place, f"the provision {item.provision!r} does not exist", "Add it to data/law/.")


def read_anomalies(
    path: Path, apparatus: Apparatus, breakdowns: set[str], scope: Scope
) -> tuple[AnomalyIn, ...]:
    """Read the ledger of the report's inconsistencies and check what each is about."""
    known: dict[str, set[str]] = {
        "note": {str(note.n) for note in apparatus.notes},
        "claim": {claim.id for claim in apparatus.claims},
        "breakdown": breakdowns,
        "definition": {definition.id for definition in apparatus.definitions},
    }
    records = load_list(path, AnomalyIn, scope.problems, missing_ok=True)
    for record, place in records:
        for part in record.parts:
            scope.part(part, place)
        for item in record.about:
            filled = {name: value for name, value in item.model_dump().items() if value is not None}
            if len(filled) != 1:
                scope.problems.add(place, "an item of `about` names one thing", "Fill one field.")
                continue
            [(kind, value)] = filled.items()
            if kind == "observation":
                scope.observation(value, place)
            elif kind == "population":
                scope.population(value, place)
            elif kind == "part":
                scope.part(value, place)
            elif str(value) not in known[kind]:
                scope.problems.add(place, f"the {kind} {value!r} does not exist", f"Name another {kind}.")
    return tuple(record for record, _ in records)
