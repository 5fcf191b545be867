"""Lists of things: by kind, and those that a search finds, page by page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from cpgraph.web.pages.filters import BADGES, sentence
from cpgraph.web.pages.index import FACETS as NUMBER_FACETS
from cpgraph.web.pages.index import FILTERS
from cpgraph.web.pages.page import in_order, sort_of
from cpgraph.web.pages.things import KINDS, Index, Kind, Thing, local
from cpgraph.web.problems import Problem

FACETS: Final = {"kind": "Kind"} | NUMBER_FACETS
_LISTED: Final = 100  # things on a page of a list
_FOUND: Final = 25  # things on a page of results
_MAX_WORDS: Final = 12
_MAX_CHARS: Final = 200
_MAX_OPTIONS: Final = 100  # more than that nobody reads; the other facets narrow them down
_WORD: Final = re.compile(r"[^\s,;]+")
_DIGITS: Final = re.compile(r"[\d,.]*")
_JOINING: Final = frozenset(
    "a an and are at by did do does for from had has have how in is it many much of on or the to was were what when "
    "where which who with".split()
)
_PLURAL: Final = re.compile(r"(?:(?<=\w{3})ies|(?<=[^\Wsu]{3})s)$")
_GRAVITY: Final = list(BADGES)
_LAST: Final = frozenset({"Evidence", "Structure"})
_FIRST: Final = """
measures provisions reports tables figures prose definitions universes categories queries observations populations
conduct districts courts
""".split()
"""The kinds that come first among equals."""
_RANK: Final = {kind: place for place, kind in enumerate(_FIRST)}
_ORDER: Final = {kind: place for place, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True)
class Pager:
    """The things on a page of a list, and where the page stands among its like."""

    things: Sequence[Thing]
    total: int
    number: int
    last: int
    before: str
    after: str


def pager(path: str, things: Sequence[Thing], size: int, parameters: Mapping[str, str]) -> Pager:
    """Return the page of a list that is asked for; links to those beside it keep the parameters. Raises `Problem`."""
    asked = parameters.get("page") or "1"
    if not re.fullmatch("[1-9][0-9]{0,5}", asked):
        raise Problem("malformed-request", f"There is no page {asked!r}.", "Give a number from 1 on.")
    number, last = int(asked), max(1, -(-len(things) // size))
    if number > last:
        raise Problem("not-found", f"There are {last} pages, and no page {number}.")

    def link(page: int) -> str:
        given = {name: value for name, value in parameters.items() if value and name != "page"}
        return f"{path}?{urlencode(given | {'page': str(page)})}" if 0 < page <= last else ""

    shown = things[(number - 1) * size : number * size]
    return Pager(shown, len(things), number, last, link(number - 1), link(number + 1))


def browse(index: Index) -> dict[str, Any]:
    """Return what the list of lists shows: the groups, each with its kinds and their numbers."""
    groups: dict[str, list[tuple[Kind, int]]] = {}
    for kind in KINDS.values():
        if kind.id in index.by_kind:
            groups.setdefault(kind.group, []).append((kind, len(index.by_kind[kind.id])))
    return {"groups": groups}


def listed(index: Index, kind_id: str, given: Mapping[str, str]) -> dict[str, Any]:
    """Return what one page of the list of a kind shows: the page and the order that are given. Raises `Problem`."""
    if kind_id not in index.by_kind:
        raise Problem("not-found", f"There is no list at /browse/{kind_id}.", "All lists are at /browse.")
    chosen = {name: value for name, value in given.items() if name in FILTERS and value}
    held = index.by_kind[kind_id]
    filters = {name: Counter(v for thing in held for v in thing.facets.get(name, ())) for name in FILTERS}
    for name, value in chosen.items():
        options = {local(iri): iri for iri in filters[name]}
        if value not in options:
            choices = ", ".join(options) or "none: this list has no such filter"
            raise Problem("malformed-request", f"{name} is {value!r}.", f"The choices are {choices}.")
        held = tuple(thing for thing in held if options[value] in thing.facets.get(name, ()))
    things = _sorted(index, held, sort_of(given).partition(".")[2])
    return {
        "kind": KINDS[kind_id],
        "pager": pager(f"/browse/{kind_id}", things, _LISTED, given),
        "filters": [
            (name, FILTERS[name], sorted(counts.items(), key=_option))
            for name, counts in filters.items()
            if counts
        ],
        "chosen": chosen,
    }


def verdict(index: Index, thing: Thing) -> str:
    """Return the verdict of a claim in words."""
    return ", ".join(map(index.label, thing.facets.get("verdict", ())))


def _sorted(index: Index, things: Sequence[Thing], by: str) -> Sequence[Thing]:
    """Return all things of a list as its head sorts those of one page: by name, by value, by what is told."""
    columns: list[Callable[[Thing], str]] = [lambda thing: thing.label]
    if any(thing.quotes for thing in things):
        columns += [
            lambda thing: thing.quotes[0] if thing.quotes else "",
            lambda thing: verdict(index, thing),
        ]
    elif any(thing.printed for thing in things):
        columns.append(lambda thing: thing.value)
    elif any("severity" in thing.facets for thing in things):
        columns.append(lambda thing: str(_severity(thing)))
        things = sorted(things, key=_severity)
    columns.append(index.snippet)
    if not by or abs(int(by)) > len(columns):
        return things
    return in_order(things, columns[abs(int(by)) - 1], is_down=int(by) < 0)


def _option(option: tuple[str, int]) -> tuple[int, int]:
    """Return the place of a choice of a filter: severities from the gravest on, others by what they hold."""
    iri, number = option
    return (_GRAVITY.index(iri) if iri in _GRAVITY[-3:] else 0), -number


def _severity(thing: Thing) -> int:
    """Return the place of the severity of a thing, the gravest first."""
    return min((_GRAVITY.index(iri) for iri in thing.facets.get("severity", ())), default=len(_GRAVITY))


def results(index: Index, parameters: Mapping[str, str]) -> dict[str, Any]:
    """Return what a page of results shows, with the form. Raises `Problem`."""
    asked = parameters.get("q", "")[:_MAX_CHARS]
    chosen = {name: value for name in FACETS if (value := parameters.get(name))}
    found, counts = _search(index, asked, chosen)
    words, missing = asked.casefold().strip(), 0
    if words and not found:
        words = index.names.respelled(words)
        found, counts = _search(index, words, chosen)
    while not found and missing < len(_words(words)) // 2:  # rather most of the words than nothing
        missing += 1
        found, counts = _search(index, words, chosen, missing)
    return {
        "words": asked,
        "respelled": words if words != asked.casefold().strip() else "",
        "missing": missing,
        "answer": _answer(index, words),
        "choices": list(_choices(index, counts, chosen)),
        "is_asked": bool(asked.strip() or chosen),
        "pager": pager("/search", found, _FOUND, parameters),
    }


def _answer(index: Index, text: str) -> Thing | None:
    """Return the number of a measure that a text names: that which most parts print, of the shortest name."""
    measures = {m.thing.iri for m in index.names.find(text) if m.thing.kind.id == "measures"}
    numbers = [t for t in index.by_kind.get("observations", ()) if measures.intersection(t.facets["measure"])]
    return min(numbers, key=lambda t: (-len(t.facets.get("part", ())), len(t.label)), default=None)


def found(index: Index, text: str) -> list[Thing]:
    """Return the things that have every word of a text, best first."""
    return _search(index, text, {})[0]


def _search(
    index: Index, text: str, chosen: Mapping[str, str], missing: int = 0
) -> tuple[list[Thing], Mapping[str, Counter[str]]]:
    """Return the things that have every word, within the chosen values of the facets; and what each facet holds.

    What the text names as a whole comes first, then things, then what mentions them. Some words may be missing.
    """
    named = {match.thing.iri for match in index.names.find(text)} if text.strip() else set()
    wordings = [(phrase, _words(phrase)) for phrase in dict.fromkeys((text, index.names.reworded(text)))]
    hits: list[tuple[int, Thing]] = []
    counts: dict[str, Counter[str]] = {name: Counter() for name in FACETS}
    for thing in index.things.values() if wordings[0][1] or chosen else ():
        ranks = [_rank(thing, words, phrase.casefold().strip(), missing) for phrase, words in wordings]
        if thing.iri in named:
            ranks = [-1]
        rank = min((rank for rank in ranks if rank is not None), default=None)
        if rank is None:
            continue
        missed = [name for name, value in chosen.items() if value not in thing.facets.get(name, ())]
        if not missed:
            hits.append((rank, thing))
        # a facet counts what there would be without its own choice
        for name in FACETS if not missed else missed if len(missed) == 1 else ():
            counts[name].update(thing.facets.get(name, ()))
    hits.sort(key=_place)
    return [thing for _, thing in hits], counts


def _place(hit: tuple[int, Thing]) -> tuple[object, ...]:
    """Return where a thing stands among the results: of numbers printed ones with short names first."""
    rank, thing = hit
    length = len(thing.label) if thing.kind.id == "observations" else 0
    return (
        rank >= 0 and thing.kind.group in _LAST,
        rank,
        _RANK.get(thing.kind.id, len(_RANK)),
        thing.is_computed,
        length,
        thing.sort_key,
    )


def _words(text: str) -> list[str]:
    """Return the words that must be found, in the singular and without those that only join others.

    >>> _words("What is the average age of the victims?")
    ['average', 'age', 'victim']
    """
    words = [word.casefold().strip("?!") for word in _WORD.findall(text)][:_MAX_WORDS]
    telling = [word for word in words if word not in _JOINING] or words
    return [_PLURAL.sub("", word) for word in telling if word]


def _rank(thing: Thing, wanted: Sequence[str], phrase: str, missing: int) -> int | None:
    """Return how well a thing fits, lower is better; None when it lacks more words than may be missing."""
    label, about = thing.label.casefold(), thing.about.casefold()
    names = {label, *map(str.casefold, thing.aliases), *thing.printed}
    in_words = [name for name in names if not _DIGITS.fullmatch(name)]  # no number is found by a part of it
    if phrase and phrase in names:
        return 0

    def place(word: str) -> int | None:
        if word in names:
            return 1
        if f" {word}" in f" {label}":
            return 2
        if any(word in name for name in in_words):
            return 3
        return 4 if word in about else None

    places = [place(word) for word in wanted]
    return None if places.count(None) > missing else max(filter(None, places), default=1)


def _choices(
    index: Index, counts: Mapping[str, Counter[str]], chosen: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """Yield what narrows the results down, a facet with its options and their counts; before a search, all there is."""
    kinds = Counter({kind: len(things) for kind, things in index.by_kind.items()})
    every = {**_search(index, "", {"kind": "observations"})[1], "kind": kinds}
    for name, heading in FACETS.items():
        offered = counts[name] if any(counts.values()) else every[name]
        found = [value for value in offered if len(offered) <= _MAX_OPTIONS or value == chosen.get(name)]
        if name == "kind":
            found.sort(key=lambda kind: (-offered[kind], _ORDER[kind]))
            called = {kind: KINDS[kind].many for kind in found}
        else:
            found = index.sorted(found)
            called = {iri: index.label(iri) for iri in found}
        if found:
            options = [(value, sentence(called[value]), offered[value]) for value in found]
            yield {"name": name, "heading": heading, "options": options, "chosen": chosen.get(name, "")}
