"""Search over labels, other names, definitions and printed values, narrowed down by facets."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from cpgraph.web.pages import browse
from cpgraph.web.pages.filters import sentence
from cpgraph.web.pages.index import FACETS as NUMBER_FACETS
from cpgraph.web.pages.index import Index, Thing, sort_key
from cpgraph.web.pages.kinds import KINDS

FACETS: Final = {"kind": "Kind"} | NUMBER_FACETS
_HITS: Final = 25  # things on a page
_MAX_WORDS: Final = 12
_MAX_CHARS: Final = 200
_NOWHERE: Final = 5  # a rank
_MAX_OPTIONS: Final = 100  # more than that nobody reads; the other facets narrow them down
_WORD: Final = re.compile(r"[^\s,;]+")
_FIRST: Final = (
    *("reports", "tables", "figures", "prose", "definitions", "provisions", "measures", "universes"),
    *("categories", "populations", "observations", "conduct", "districts", "courts"),
)
"""The kinds that come first among equals."""
_RANK: Final = {kind: place for place, kind in enumerate(_FIRST)}

Counts = Mapping[str, Sequence[tuple[str, int]]]


def search(index: Index, text: str, chosen: Mapping[str, str]) -> tuple[list[Thing], Counts]:
    """Return the things that have every word, within the chosen values of the facets; and what each facet holds."""
    wanted = [word.casefold() for word in _WORD.findall(text)][:_MAX_WORDS]
    chosen = {name: chosen[name] for name in FACETS if chosen.get(name)}
    if not wanted and not chosen:
        return [], {}
    phrase = text.casefold().strip()
    hits: list[tuple[int, Thing]] = []
    counters: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for thing in index.things.values():
        rank = _rank(thing, wanted, phrase)
        if rank is None:
            continue
        missed = [name for name, value in chosen.items() if value not in thing.facets.get(name, ())]
        if not missed:
            hits.append((rank, thing))
        # a facet counts what there would be without its own choice
        for name in FACETS if not missed else missed if len(missed) == 1 else ():
            counters[name].update(thing.facets.get(name, ()))
    hits.sort(key=lambda hit: (hit[0], _RANK.get(hit[1].kind.id, len(_RANK)), sort_key(hit[1])))
    counts = {name: sorted(counters[name].items(), key=_order(index, name)) for name in FACETS}
    return [thing for _, thing in hits], counts


def _rank(thing: Thing, wanted: list[str], phrase: str) -> int | None:
    """Return how well a thing fits, lower is better; None when it lacks a word."""
    label, about = thing.label.casefold(), thing.about.casefold()
    names = {label, *(alias.casefold() for alias in thing.aliases), *thing.printed}
    if phrase and phrase in names:
        return 0
    rank = max((_place(word, label, names, about) for word in wanted), default=1)
    return rank if rank < _NOWHERE else None


def _place(word: str, label: str, names: set[str], about: str) -> int:
    if word in names:
        return 1
    if word in label:
        return 2 if label.startswith(word) or f" {word}" in label else 3
    if any(word in name for name in names if not name.replace(",", "").replace(".", "").isdigit()):
        return 3
    return 4 if word in about else _NOWHERE


def _order(index: Index, name: str) -> Any:
    """Return what the values of a facet are sorted by: kinds the most frequent first, others as they are listed."""
    if name == "kind":
        order = {kind: place for place, kind in enumerate(KINDS)}
        return lambda item: (-item[1], order.get(item[0], 0))
    return lambda item: index.order(item[0])


def page(index: Index, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Return what a page of results shows, with the form. Raises `Problem`."""
    asked = parameters.get("q", "")[:_MAX_CHARS]
    chosen = {name: parameters.get(name, "") for name in FACETS}
    found, counts = search(index, asked, chosen)
    return {
        "words": asked,
        "choices": list(_choices(index, counts, chosen)),
        "is_asked": bool(asked.strip() or any(chosen.values())),
        "pager": browse.pager("/search", found, _HITS, parameters),
    }


def _choices(index: Index, counts: Counts, chosen: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Yield what narrows the results down, a facet with its options and their counts; before a search, all there is."""
    kinds = [(kind, len(things)) for kind, things in index.by_kind.items()]
    every = {**search(index, "", {"kind": "observations"})[1], "kind": kinds}
    for name, heading in FACETS.items():
        offered = counts.get(name) or every.get(name, ())
        if len(offered) > _MAX_OPTIONS:
            offered = [item for item in offered if item[0] == chosen[name]]
        if offered:
            called = {kind: KINDS[kind].many for kind, _ in offered if kind in KINDS}
            options = [(iri, sentence(called.get(iri) or index.label(iri)), count) for iri, count in offered]
            yield {"name": name, "heading": heading, "options": options, "chosen": chosen[name]}
