"""The printed layout of a table or figure: rows and columns found again from where its numbers stand.

A row is a population, its period aside; a column is a measure in a period. Both stand in the order in which
the known text prints them. The graph holds numbers and places, no layout: nothing here is taken from print
but the order.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Final, NamedTuple

from cpgraph.web.pages.rows import Row, Rows

_NOWHERE: Final = 1 << 40

RowKey = tuple[str, tuple[str, ...]]


class Printed(NamedTuple):
    """A number of a part, and the first place that prints it there."""

    number: Row
    mention: Row


class Column(NamedTuple):
    """What a column shows; its base only where a row has several numbers of the measure in a period."""

    measure: str
    period: str
    base: str


class Line(NamedTuple):
    """A row: its populations (one a period), how deep it lies within others, and its numbers by column."""

    pops: list[str]
    depth: int
    cells: dict[Column, list[Printed]]


class Layout(NamedTuple):
    """The numbers of a part in printed order, in rows and columns; each column with the units of its numbers."""

    numbers: list[Printed]
    columns: dict[Column, set[str]]
    lines: list[Line]
    others: list[Row]
    """Whatever else is printed there, in printed order."""


def lay_out(rows: Rows) -> Layout:
    """Return the numbers of a part as it prints them, of the rows of its page."""
    mentions = _in_order(rows)
    first: dict[str, Row] = {}
    for mention in mentions:
        first.setdefault(mention.body, mention)
    order = {obs: place for place, obs in enumerate(first)}
    numbers = [Printed(row, first[row.obs]) for row in rows["number"] if row.obs in first]
    numbers.sort(key=lambda item: order[item.number.obs])

    keys = _row_keys(rows["population"])
    seen = Counter((keys[row.pop], row.measure, row.period) for row, _ in numbers)
    repeated = {measure for (_, measure, _), times in seen.items() if times > 1}
    columns: dict[Column, set[str]] = defaultdict(set)
    lines: dict[RowKey, dict[Column, list[Printed]]] = defaultdict(lambda: defaultdict(list))
    for item in numbers:
        row = item.number
        column = Column(row.measure, row.period, row.base if row.measure in repeated else "")
        columns[column].add(row.unit)
        lines[keys[row.pop]][column].append(item)

    wider: dict[RowKey, set[RowKey]] = {key: set() for key in lines}
    for row in rows["within"]:
        lower, upper = keys[row.pop], keys.get(row.wider)
        if lower in lines and upper in lines and lower != upper:
            wider[lower].add(upper)
    least = min(map(len, wider.values()), default=0)
    has_total = sum(len(found) == least for found in wider.values()) == 1 < len(wider)
    shown = {item.mention.mention for item in numbers}
    return Layout(
        numbers,
        columns,
        [
            Line(
                list(dict.fromkeys(item.number.pop for cell in cells.values() for item in cell)),
                max(len(wider[key]) - least - has_total, 0),
                cells,
            )
            for key, cells in lines.items()
        ],
        [row for row in mentions if row.mention not in shown],
    )


def _in_order(rows: Rows) -> list[Row]:
    """Return the printed places in the order of the known text that has most of them."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for row in rows["place"]:
        found[row.text][row.mention] = int(row.start)
    places = max(found.values(), key=len, default={})
    return sorted(rows["mention"], key=lambda row: (places.get(row.mention, _NOWHERE), row.mention, row.body))


def _row_keys(described: Iterable[Row]) -> dict[str, RowKey]:
    """Return what populations that stand in one row have in common: the universe, categories and variants."""
    universe: dict[str, str] = {}
    categories: dict[str, set[str]] = defaultdict(set)
    for row in described:
        universe[row.pop] = row.universe
        categories[row.pop] |= {row.category, row.variant} - {""}
    return {pop: (name, tuple(sorted(categories[pop]))) for pop, name in universe.items()}
