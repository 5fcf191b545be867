"""Marks on what a part prints: a for anomalies, d for definitions, n for notes, numbered as a reader meets them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from cpgraph.web.linked import words
from cpgraph.web.linked.blocks import Line, Listing, Run, line
from cpgraph.web.linked.rows import Row, text
from cpgraph.web.linked.views.common import Context


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks by what they stand at, and the lists they lead to; `general` has what no mark leads to."""

    by_thing: Mapping[str, tuple[Run, ...]]
    marked: Listing
    anomalies: Listing
    general: Listing

    def at(self, iri: str) -> tuple[Run, ...]:
        """Give the marks at a number, a row's population or category, or a column's measure."""
        return self.by_thing.get(iri, ())


NO_MARKS: Final = Marks({}, Listing(()), Listing(()), Listing(()))


def number_marks(ctx: Context, wrong: Mapping[str, Row], order: Sequence[str]) -> Marks:
    """Give marks to what bears on the things of `order`, which stand as a reader meets them."""
    found: dict[str, list[Run]] = {}
    definitions = _pairs(ctx, "definition", "definition")
    notes = _pairs(ctx, "marker", "note")
    named = {
        letter: _number(letter, pairs, order)
        for letter, pairs in (("a", _pairs(ctx, "wrong", "anomaly", "obs")), ("d", definitions), ("n", notes))
    }
    for letter, pairs in (("a", _pairs(ctx, "wrong", "anomaly", "obs")), ("d", definitions), ("n", notes)):
        for iri, mark in named[letter].items():
            for at in order:
                if (iri, at) in pairs:
                    found.setdefault(at, []).append(Run(mark, f"#{mark}", "mark", ctx.index.label(iri)))
    listed = [(mark, iri) for letter in "dn" for iri, mark in named[letter].items()]
    general = ctx.index.sorted({iri for iri, _ in definitions} - set(named["d"]))
    return Marks(
        {at: tuple(runs) for at, runs in found.items()},
        Listing(tuple(_item(ctx, iri, mark) for mark, iri in listed), tuple(mark for mark, _ in listed)),
        _anomalies(ctx, wrong, named["a"]),
        Listing(tuple(_item(ctx, iri, "") for iri in general)),
    )


def _pairs(ctx: Context, section: str, name: str, at: str = "via") -> set[tuple[str, str]]:
    return {(text(row, name), text(row, at)) for row in ctx.rows[section]}


def _number(letter: str, pairs: Iterable[tuple[str, str]], order: Sequence[str]) -> dict[str, str]:
    """Number things in the order of the first place they bear on."""
    place = {at: number for number, at in enumerate(order)}
    first: dict[str, int] = {}
    for iri, at in pairs:
        if at in place:
            first[iri] = min(first.get(iri, place[at]), place[at])
    ranked = sorted(first, key=lambda iri: (first[iri], iri))
    return {iri: f"{letter}{number}" for number, iri in enumerate(ranked, 1)}


def _item(ctx: Context, iri: str, mark: str) -> Line:
    thing = ctx.index.things.get(iri)
    about = f": {thing.about}" if thing is not None and thing.about else ""
    return line(Run(mark, style="strong"), " ", ctx.link(iri), about) if mark else line(ctx.link(iri), about)


def _anomalies(ctx: Context, wrong: Mapping[str, Row], marks: Mapping[str, str]) -> Listing:
    """List the anomalies, those with marks first."""
    ordered = [*marks, *(iri for iri in ctx.index.sorted(wrong) if iri not in marks)]
    items = []
    for iri in ordered:
        severity = text(wrong[iri], "severity")
        badge = Run(ctx.index.label(severity), style=words.SEVERITIES.get(severity, ""))
        mark = Run(f"{marks[iri]} ", style="strong") if iri in marks else ""
        items.append(line(mark, badge, " ", ctx.link(iri), " ", text(wrong[iri], "computation")))
    return Listing(tuple(items), tuple(marks.get(iri, "") for iri in ordered))
