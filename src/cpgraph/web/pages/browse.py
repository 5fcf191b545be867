"""The lists of things by kind, page by page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from cpgraph.web.pages.index import Index, Thing
from cpgraph.web.pages.kinds import KINDS, Kind
from cpgraph.web.problems import Problem

_THINGS: Final = 100  # on a page of a list


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
    if not asked.isascii() or not asked.isdecimal() or not 0 < int(asked[:7]) < 1_000_000:
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


def listed(index: Index, kind_id: str, page: str) -> dict[str, Any]:
    """Return what one page of the list of a kind shows. Raises `Problem`."""
    if kind_id not in index.by_kind:
        raise Problem("not-found", f"There is no list at /browse/{kind_id}.", "All lists are at /browse.")
    shown = pager(f"/browse/{kind_id}", index.by_kind[kind_id], _THINGS, {"page": page})
    return {"kind": KINDS[kind_id], "pager": shown}
