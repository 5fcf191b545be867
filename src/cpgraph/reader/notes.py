"""Read a report's notes, definitions and claims, and the places that print them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cpgraph.errors import Place
from cpgraph.reader.files import load_records
from cpgraph.reader.scope import Scope, bracketed
from cpgraph.records.common import Quoted
from cpgraph.records.evidence import Mention
from cpgraph.records.notes import ClaimIn, DefinitionIn, NoteIn


@dataclass(frozen=True)
class Notes:
    """Notes, definitions and claims of a report, with the printed places of all of them."""

    notes: tuple[NoteIn, ...]
    definitions: tuple[DefinitionIn, ...]
    claims: tuple[ClaimIn, ...]
    places: list[Mention]


def read_notes(folder: Path, notes: Sequence[tuple[NoteIn, Place]], scope: Scope) -> Notes:
    """Check the notes, and read definitions and claims; each file may be absent in a report that has none."""
    problems = scope.problems
    definitions = load_records(folder / "definitions.yaml", DefinitionIn, problems, missing_ok=True)
    claims = load_records(folder / "claims.yaml", ClaimIn, problems, missing_ok=True)
    scope.names["definition"] = {definition.id for definition, _ in definitions}
    scope.names["claim"] = {claim.id for claim, _ in claims}
    places: list[Mention] = []
    for note, place in notes:
        places += _note(note, place, scope)
    for definition, place in definitions:
        places += _quotes("definition", definition.id, definition.given, place, scope)
    for claim, place in claims:
        places += _quotes("claim", claim.id, claim.places, place, scope)
        if (claim.kind == "ItemCount") != bool(claim.items):
            problems.add(
                place, "a claim of the kind ItemCount, and no other, has items", "Fix the kind or the items."
            )
        if not claim.left and not claim.items and claim.not_checkable is None:
            remedy = "Name the data it compares, or say why it is not checkable."
            problems.add(place, "the claim has no left term", remedy)
    return Notes(
        tuple(note for note, _ in notes),
        tuple(definition for definition, _ in definitions),
        tuple(claim for claim, _ in claims),
        places,
    )


def _quotes(kind: str, body: str, given: Sequence[Quoted], place: Place, scope: Scope) -> list[Mention]:
    """The printed places of a thing, numbered from 1."""
    found = (_quoted(kind, body, str(index), item, place, scope) for index, item in enumerate(given, 1))
    return [mention for mention in found if mention]


def _quoted(kind: str, body: str, prop: str, given: Quoted, place: Place, scope: Scope) -> Mention | None:
    """A printed place, if its quote is in order."""
    inner = bracketed(given.quote, place, scope.problems)
    if inner is None or not scope.knows("part", given.part, place):
        return None
    return Mention("", kind, body, given.part, given.quote, inner, "PrintedInProse", place, prop)


def _note(note: NoteIn, place: Place, scope: Scope) -> list[Mention]:
    """Check a note, and find the places of its marker, of its own number and of its citations."""
    problems = scope.problems
    name, part = str(note.n), f"note-{note.n}"
    found = []
    if note.marker is not None:
        found.append(_quoted("note", name, "marker", note.marker, place, scope))
    if note.status == "present" and note.text is not None:
        found.append(_quoted("note", name, "number", Quoted(part=part, quote=note.text), place, scope))
    elif note.status == "present":
        problems.add(place, f"note {note.n} is present but has no text place", "Quote its number as [n] ...")
    words = (Quoted(part=part, quote=quote) for quote in note.words)
    found += [_quoted("note", name, "words", given, place, scope) for given in words]
    for order, cite in enumerate(note.cites, 1):
        if cite.quote is not None:
            given = Quoted(part=part, quote=cite.quote)
            found.append(_quoted("citation", f"{note.n}-{order}", "", given, place, scope))
        if cite.signal in ("id", "see-id") and cite.via != note.n - 1:
            problems.add(place, "`id.` refers to the note before", f"Write via: {note.n - 1}.")
    return [mention for mention in found if mention]
