"""Search over labels, other names, definitions and printed values, narrowed down by facets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from cpgraph.web.linked import kinds
from cpgraph.web.linked.index import Facet, Index, Thing, sort_key

FACETS: Final = ("kind", "part", "measure", "period", "universe", "population")
_NO_VALUES: Final[Mapping[str, tuple[str, ...]]] = dict.fromkeys(FACETS, ())
_WORD: Final = re.compile(r"[^\s,;]+")
_RANK: Final = {kind: place for place, kind in enumerate(kinds.FIRST)}


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found; lower ranks come first."""

    thing: Thing
    rank: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gives: the hits in order, and for each facet what narrows them down, with counts."""

    hits: tuple[Hit, ...]
    counts: Mapping[str, tuple[tuple[str, int], ...]]


def search(index: Index, words: str, chosen: Mapping[str, str]) -> Found:
    """Find the things that have every word, within the chosen values of the facets."""
    wanted = [word.casefold() for word in _WORD.findall(words)][:12]
    is_narrowed = any(chosen.get(name) for name in FACETS)
    if not wanted and not is_narrowed:
        return Found((), {})
    phrase = words.casefold().strip()
    hits: list[Hit] = []
    counters: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for thing in index.things.values():
        facet = index.facets.get(thing.iri)
        rank = _rank(thing, facet, wanted, phrase)
        if rank is None:
            continue
        values = _values(thing, facet)
        missed = [name for name in FACETS if chosen.get(name) and chosen[name] not in values[name]]
        if not missed:
            hits.append(Hit(thing, rank))
        # a facet counts what there would be without its own choice
        for name in FACETS if not missed else missed if len(missed) == 1 else ():
            counters[name].update(value for value in values[name] if value)
    hits.sort(key=lambda hit: (hit.rank, _RANK.get(hit.thing.kind.id, len(_RANK)), sort_key(hit.thing)))
    return Found(tuple(hits), {name: _sorted(index, name, counters[name]) for name in FACETS})


def _rank(thing: Thing, facet: Facet | None, wanted: list[str], phrase: str) -> int | None:
    """Say how well a thing fits, lower is better; None when it lacks a word."""
    label = thing.label.casefold()
    names = {label, *(alias.casefold() for alias in thing.aliases), *(facet.printed if facet else ())}
    if phrase and phrase in names:
        return 0
    rank = 1
    for word in wanted:
        place = _place(word, label, names, thing.about.casefold())
        if place is None:
            return None
        rank = max(rank, place)
    return rank


def _place(word: str, label: str, names: set[str], about: str) -> int | None:
    if word in names:
        return 1
    if word in label:
        return 2 if label.startswith(word) or f" {word}" in label else 3
    if any(word in name for name in names if not name.replace(",", "").replace(".", "").isdigit()):
        return 3
    return 4 if word in about else None


def _values(thing: Thing, facet: Facet | None) -> Mapping[str, tuple[str, ...]]:
    """Give the values a thing has in each facet."""
    if facet is None:
        return {**_NO_VALUES, "kind": (thing.kind.id,)}
    return {
        "kind": (thing.kind.id,),
        "part": facet.parts,
        "measure": (facet.measure,),
        "period": (facet.period,),
        "universe": (facet.universe,),
        "population": (facet.population,),
    }


def _sorted(index: Index, name: str, counts: Counter[str]) -> tuple[tuple[str, int], ...]:
    if name == "kind":
        order = {kind.id: place for place, kind in enumerate(kinds.KINDS)}
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], order.get(item[0], 0))))
    return tuple(sorted(counts.items(), key=lambda item: index.order(item[0])))
