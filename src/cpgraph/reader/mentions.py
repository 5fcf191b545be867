"""Name every printed place: of observations, legal facts, note markers, definitions and claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from cpgraph.errors import Place
from cpgraph.reader.files import Problems
from cpgraph.records.evidence import Mention
from cpgraph.records.statistics import Observation, Row

Raw = tuple[str, str, str, str, Row | str, str, str, Place]


def number(raw: Iterable[Raw]) -> list[Mention]:
    """Give each printed place its id, `{part}__{body}`, with a count where one body has several.

    A raw place is (kind, body, property, part, locator, printed, how, place). Ids depend on the
    order within one part and body alone, so a new place elsewhere renames nothing.
    """
    groups: dict[tuple[str, str], list[Raw]] = defaultdict(list)
    for item in raw:
        groups[(item[3], item[1])].append(item)
    mentions: list[Mention] = []
    for (part, body), items in sorted(groups.items()):
        for index, (kind, _, prop, _, locator, printed, how, place) in enumerate(items, 1):
            name = f"{part}__{body}" + (f"_{index}" if len(items) > 1 else "")
            mentions.append(Mention(name, kind, body, part, locator, printed, how, place, prop))
    return mentions


def of_observations(observations: Iterable[Observation]) -> list[Raw]:
    """The printed places of observations."""
    return [
        (
            "observation",
            obs.key.local,
            "",
            item.part,
            item.locator,
            inner(item.locator, item.term),
            item.how,
            item.place,
        )
        for obs in observations
        for item in obs.prints
    ]


def inner(locator: Row | str, fallback: str = "") -> str:
    """The printed characters that a locator points at."""
    if isinstance(locator, Row):
        return locator.cells[locator.index]
    start, end = locator.find("["), locator.find("]")
    return locator[start + 1 : end] if 0 <= start < end else fallback


def check_parts(mentions: Iterable[Mention], parts: Mapping[str, object], problems: Problems) -> None:
    """Note a place in a part that the report does not have or whose text is lost."""
    for mention in mentions:
        if mention.part not in parts:
            problems.add(
                mention.place,
                f"the part {mention.part!r} does not exist",
                "Name a part of report.yaml or a note that is present.",
            )
