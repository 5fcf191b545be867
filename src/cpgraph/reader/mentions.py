"""Name every printed place: of observations, legal facts, note markers, definitions and claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from cpgraph.records.evidence import Mention
from cpgraph.records.statistics import Observation, Row


def number(mentions: Iterable[Mention]) -> list[Mention]:
    """The printed places, each with its id, `{part}__{body}`, and a count where one body has several.

    Ids depend on the order within one part and body alone, so a new place elsewhere renames nothing.
    """
    groups: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for item in mentions:
        groups[item.part, item.body].append(item)
    return [
        replace(item, id=f"{part}__{body}" + (f"_{index}" if len(items) > 1 else ""))
        for (part, body), items in sorted(groups.items())
        for index, item in enumerate(items, 1)
    ]


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
