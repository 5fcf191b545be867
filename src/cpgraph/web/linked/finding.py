"""Search over labels, other names, definitions and printed values, narrowed down by facets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from cpgraph.web.linked import kinds
from cpgraph.web.linked.index import Facet, Index, Thing, sort_key

FACETS: Final = ("kind", "part", "measure", "period", "universe", "population")
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
    hits = []
    for thing in index.things.values():
        rank = _rank(thing, index.facets.get(thing.iri), wanted, words.casefold().strip())
        if rank is not None:
            hits.append(Hit(thing, rank))
    counts = {}
    for name in FACETS:
        others = {other: value for other, value in chosen.items() if other != name and value}
        within = (hit for hit in hits if _fits(index, hit.thing, others))
        counts[name] = _count(index, name, within)
    kept = [hit for hit in hits if _fits(index, hit.thing, chosen)]
    kept.sort(key=lambda hit: (hit.rank, _RANK.get(hit.thing.kind.id, len(_RANK)), sort_key(hit.thing)))
    return Found(tuple(kept), counts)


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


def _values(index: Index, name: str, thing: Thing) -> tuple[str, ...]:
    """Give the values a thing has in a facet."""
    if name == "kind":
        return (thing.kind.id,)
    facet = index.facets.get(thing.iri)
    if facet is None:
        return ()
    if name == "part":
        return facet.parts
    values: Mapping[str, Callable[[Facet], str]] = {
        "measure": lambda item: item.measure,
        "period": lambda item: item.period,
        "universe": lambda item: item.universe,
        "population": lambda item: item.population,
    }
    return (values[name](facet),)


def _fits(index: Index, thing: Thing, chosen: Mapping[str, str]) -> bool:
    return all(
        value in _values(index, name, thing) for name, value in chosen.items() if value and name in FACETS
    )


def _count(index: Index, name: str, hits: Iterable[Hit]) -> tuple[tuple[str, int], ...]:
    counts = Counter(value for hit in hits for value in _values(index, name, hit.thing) if value)
    if name == "kind":
        order = {kind.id: place for place, kind in enumerate(kinds.KINDS)}
        return tuple(sorted(counts.items(), key=lambda item: (-item[1], order.get(item[0], 0))))
    return tuple(sorted(counts.items(), key=lambda item: index.order(item[0])))
