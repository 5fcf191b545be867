"""Name every printed place: of observations, legal facts, note markers, definitions and claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import replace
from itertools import chain, count

from cpgraph.records.evidence import Mention
from cpgraph.records.statistics import Observation, Row


def number(mentions: Iterable[Mention], withdrawn: Collection[str] = ()) -> list[Mention]:
    """The printed places, each with its id, `{part}__{body}`, and a count where one body has several.

    Ids depend on the order within one part and body alone, so a new place elsewhere renames nothing. An id that an
    earlier release gave to another place is not given again: the count passes over it.
    """
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for item in mentions:
        groups[item.part, item.body].append(item)
    numbered: list[Mention] = []
    for (part, body), items in sorted(groups.items()):
        stem = f"{part}__{body}"
        counted = (f"{stem}_{index}" for index in count(1))
        names = (
            name for name in (counted if len(items) > 1 else chain([stem], counted)) if name not in withdrawn
        )
        numbered += [replace(item, id=name) for item, name in zip(items, names, strict=False)]
    return numbered


def of_observations(observations: Iterable[Observation]) -> list[Mention]:
    """The printed places of observations."""
    return [
        Mention(
            "",
            "observation",
            obs.key.local,
            item.part,
            item.locator,
            inner(item.locator, item.term),
            item.how,
            item.place,
            row=item.row,
        )
        for obs in observations
        for item in obs.occurrences
    ]


def inner(locator: Row | str, fallback: str = "") -> str:
    """The printed characters that a locator points at."""
    if isinstance(locator, Row):
        return locator.cells[locator.index]
    start, end = locator.find("["), locator.find("]")
    return locator[start + 1 : end] if 0 <= start < end else fallback
