"""Lists of things by kind, and search."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from cpgraph.web import cache
from cpgraph.web.cache import Result
from cpgraph.web.linked import drawing, finding, kinds, words
from cpgraph.web.linked.blocks import (
    Listing,
    Paragraph,
    Run,
    Section,
    Table,
    View,
    cell,
    columns,
    line,
    section,
    sections,
)
from cpgraph.web.linked.drawing import Source
from cpgraph.web.linked.index import Index, Thing
from cpgraph.web.linked.kinds import Kind
from cpgraph.web.problems import Problem
from cpgraph.web.templating import Pages

Make = Callable[[], Awaitable[Result]]

_HTML: Final = "text/html; charset=utf-8"
PAGE: Final = 100  # things on a page of a list
HITS: Final = 25  # things on a page of a search
_FACET_NAMES: Final = {
    "kind": "Kind",
    "part": "Printed in",
    "measure": "Measure",
    "period": "Period",
    "universe": "Universe",
    "population": "Population",
}
_TOO_MANY: Final = 100  # options that nobody reads; the other facets narrow them down


@dataclass(frozen=True, slots=True)
class Pager:
    """Where a page stands among its like."""

    number: int
    last: int
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Choice:
    """A facet of the search form: its options with their counts, and the one chosen."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Form:
    """The search form."""

    words: str
    choices: tuple[Choice, ...]


def make(path: str, parameters: Mapping[str, str], index: Index, source: Source, pages: Pages) -> Make | None:
    """Give what makes the page of a path, None when it is none of these pages. Raises `Problem`."""
    if path == "/browse":
        return _off_loop(lambda: _browse(index, source, pages))
    if path.startswith("/browse/"):
        kind = kinds.BY_ID.get(path.removeprefix("/browse/"))
        if kind is None or kind.id not in index.by_kind:
            raise Problem("not-found", f"There is no list at {path}.", "All lists are at /browse.")
        number = page_number(parameters)
        return _off_loop(lambda: _list(kind, number, index, source, pages))
    if path == "/search":
        number = page_number(parameters)
        return _off_loop(lambda: _search(parameters, number, index, source, pages))
    return None


def _off_loop(draw: Callable[[], bytes]) -> Make:
    async def made() -> Result:
        return await asyncio.to_thread(lambda: cache.result(_HTML, draw()))

    return made


def page_number(parameters: Mapping[str, str]) -> int:
    """Read which page of a list is asked for. Raises `Problem`."""
    text = parameters.get("page") or "1"
    if not text.isascii() or not text.isdecimal() or not 0 < int(text[:7]) < 1_000_000:
        raise Problem("malformed-request", f"There is no page {text!r}.", "Give a number from 1 on.")
    return int(text)


def _pager(path: str, number: int, total: int, size: int, parameters: Mapping[str, str]) -> Pager:
    last = max(1, -(-total // size))
    if number > last:
        raise Problem("not-found", f"There are {last} pages, and no page {number}.")

    def link(page: int) -> str:
        given = {name: value for name, value in parameters.items() if value and name != "page"}
        return f"{path}?{urlencode(given | {'page': str(page)})}"

    return Pager(
        number, last, link(number - 1) if number > 1 else "", link(number + 1) if number < last else ""
    )


def _browse(index: Index, source: Source, pages: Pages) -> bytes:
    """Draw the list of lists."""
    made: list[Section | None] = []
    for group in kinds.GROUPS:
        items = [
            line(
                Run(words.capital(kind.many), f"/browse/{kind.id}"),
                Run(f" {len(index.by_kind[kind.id]):,}", style="muted"),
            )
            for kind in (kinds.REPORTS, *kinds.KINDS)
            if kind.group == group and kind.id in index.by_kind
        ]
        made.append(section(group, Listing(tuple(items))))
    lead = Paragraph(line("Everything in the data that has a page, by what it is."), "lead")
    view = View((lead,), sections(*made), (Run("Home", "/"),))
    return drawing.page(pages, "Browse", view, source)


def _list(kind: Kind, number: int, index: Index, source: Source, pages: Pages) -> bytes:
    """Draw one page of the list of a kind."""
    things = index.by_kind[kind.id]
    pager = _pager(f"/browse/{kind.id}", number, len(things), PAGE, {})
    shown = things[(number - 1) * PAGE : number * PAGE]
    has_values = kind.id == "observations"
    rows = tuple(
        (
            cell(Run(thing.label, thing.href)),
            *([cell(_printed(index, thing), is_number=True)] if has_values else []),
            cell(_snippet(index, thing)),
        )
        for thing in shown
    )
    heads = columns(words.capital(kind.one), *(["#Value"] if has_values else []), _second(kind))
    caption = f"{words.count(len(things), kind.one, kind.many)}"
    if pager.last > 1:
        caption += f", page {number} of {pager.last}"
    view = View((Table(caption, heads, rows),), (), (Run("Home", "/"), Run("Browse", "/browse")))
    return drawing.page(pages, words.capital(kind.many), view, source, pager=pager)


def _second(kind: Kind) -> str:
    return "Printed in" if kind.id == "observations" else "In words"


def _printed(index: Index, thing: Thing) -> str:
    facet = index.facets.get(thing.iri)
    return next(iter(facet.printed), "") if facet else ""


def _snippet(index: Index, thing: Thing) -> str:
    facet = index.facets.get(thing.iri)
    if facet is not None:
        return ", ".join(index.label(part) for part in index.sorted(facet.parts)) or "computed"
    code = thing.iri.rpartition("/")[2].casefold()
    others = [
        alias
        for alias in thing.aliases
        if alias.casefold() != thing.label.casefold() and not code.endswith(alias.casefold())
    ]
    return thing.about or ", ".join(others)


def _search(parameters: Mapping[str, str], number: int, index: Index, source: Source, pages: Pages) -> bytes:
    """Draw a page of search results."""
    asked = parameters.get("q", "")[:200]
    chosen = {name: parameters.get(name, "") for name in finding.FACETS}
    found = finding.search(index, asked, chosen)
    pager = _pager("/search", number, len(found.hits), HITS, parameters)
    shown = found.hits[(number - 1) * HITS : number * HITS]
    items = tuple(_hit(index, hit.thing) for hit in shown)
    is_asked = bool(asked.strip() or any(chosen.values()))
    told = words.count(len(found.hits), "thing found", "things found") if is_asked else _HINT
    if is_asked and not found.hits:
        told = "Nothing found. Try fewer or shorter words, or leave a facet open."
    view = View(
        (), (Section("Results", (Paragraph(line(told)), Listing(items)), "results"),), (Run("Home", "/"),)
    )
    return drawing.page(
        pages, "Search", view, source, search=Form(asked, _choices(index, found, chosen)), pager=pager
    )


_HINT: Final = "Search the names of things, definitions, and values as printed."


def _hit(index: Index, thing: Thing) -> tuple[Run, ...]:
    value = _printed(index, thing)
    about = _snippet(index, thing)
    if len(about) > 180:
        about = about[:180].rsplit(" ", 1)[0] + " …"
    return line(
        Run(thing.label, thing.href),
        Run(f" {value}", style="strong") if value else "",
        Run(f" {thing.kind.one}", style="muted"),
        Run(f" – {about}" if about else "", style="context") if about else "",
    )


def _choices(index: Index, found: finding.Found, chosen: Mapping[str, str]) -> tuple[Choice, ...]:
    """Offer what narrows the results down; before a search, all there is."""
    made = []
    for name, label in _FACET_NAMES.items():
        counts = found.counts.get(name) or _all(index, name)
        taken = chosen.get(name, "")
        if len(counts) > _TOO_MANY:
            counts = tuple(item for item in counts if item[0] == taken)
        if not counts:
            continue
        options = tuple((value, f"{_call(index, name, value)} ({count:,})") for value, count in counts)
        made.append(Choice(name, label, options, taken))
    return tuple(made)


def _all(index: Index, name: str) -> tuple[tuple[str, int], ...]:
    if name == "kind":
        return tuple((kind, len(things)) for kind, things in index.by_kind.items())
    found = finding.search(index, "", {"kind": "observations"})
    return found.counts.get(name, ())


def _call(index: Index, name: str, value: str) -> str:
    if name == "kind" and value in kinds.BY_ID:
        return words.capital(kinds.BY_ID[value].many)
    return words.capital(index.label(value))
