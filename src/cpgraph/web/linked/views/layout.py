"""The printed layout of a table or figure: rows and columns found again from where its numbers stand.

A row is a population, its period aside; a column is a measure in a period. Both stand in the order in which
the known text prints them. The graph holds numbers and places, no layout: nothing here is taken from print
but the order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cpgraph.web.linked.rows import Row, number, text, unique

RowKey = tuple[str, tuple[str, ...]]
ColumnKey = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Printed:
    """A number of a part as it is printed there."""

    obs: str
    mention: str
    printed: str
    how: str
    pop: str
    base: str
    measure: str
    statistic: str
    period: str
    unit: str
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    place: int


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its populations (one a period), how deep it lies within others, and its numbers by column."""

    pops: tuple[str, ...]
    depth: int
    cells: Mapping[ColumnKey, tuple[Printed, ...]]


@dataclass(frozen=True, slots=True)
class Layout:
    """A part's numbers in rows and columns; `base` is that of all percentages, where they share one."""

    columns: tuple[ColumnKey, ...]
    lines: tuple[Line, ...]
    periods: tuple[str, ...]
    bases: tuple[str, ...]

    @property
    def numbers(self) -> int:
        """How many numbers it shows."""
        return sum(len(cell) for row in self.lines for cell in row.cells.values())


def places(rows: Iterable[Row]) -> dict[str, int]:
    """Give the place of each mention in the known text that has most of them."""
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        found.setdefault(text(row, "text"), {})[text(row, "mention")] = int(text(row, "start"))
    return max(found.values(), key=len, default={})


def printed(numbers: Iterable[Row], mentions: Iterable[Row], where: Mapping[str, int]) -> list[Printed]:
    """Read the numbers of a part, in printed order; a number printed twice there stands at its first place."""
    shown: dict[str, tuple[int, str, Row]] = {}
    for row in mentions:
        mention, obs = text(row, "mention"), text(row, "body")
        place = (where.get(mention, 1 << 40), mention)
        if obs not in shown or place < shown[obs][:2]:
            shown[obs] = (*place, row)
    found = [
        Printed(
            text(row, "obs"), shown[text(row, "obs")][1], text(shown[text(row, "obs")][2], "printed"),
            text(shown[text(row, "obs")][2], "how"), text(row, "pop"), text(row, "base"), text(row, "measure"),
            text(row, "statistic"), text(row, "period"), text(row, "unit"), number(row, "value"),
            number(row, "low"), number(row, "high"), shown[text(row, "obs")][0],
        )
        for row in unique(numbers)
        if text(row, "obs") in shown
    ]  # fmt: skip
    return sorted(found, key=lambda item: (item.place, item.obs))


def lay_out(numbers: Sequence[Printed], described: Iterable[Row], within: Iterable[Row]) -> Layout:
    """Put numbers into rows and columns.

    `described` gives universe and categories of the populations, `within` which population lies in which.
    """
    keys = _row_keys(described)
    wider = _wider(within, keys)
    lines: dict[RowKey, dict[ColumnKey, list[Printed]]] = {}
    many = _repeated(numbers, keys)
    columns: dict[ColumnKey, None] = {}
    for item in numbers:
        key = keys.get(item.pop, (item.pop, ()))
        column = (item.measure, item.period, item.base if item.measure in many else "")
        columns.setdefault(column)
        lines.setdefault(key, {}).setdefault(column, []).append(item)
    depths = {key: len(wider.get(key, set()) & set(lines)) for key in lines}
    least = min(depths.values(), default=0)
    has_total = sum(depth == least for depth in depths.values()) == 1 < len(depths)
    shift = least + has_total
    made = tuple(
        Line(
            tuple(dict.fromkeys(item.pop for cell in cells.values() for item in cell)),
            max(depths[key] - shift, 0),
            {column: tuple(cell) for column, cell in cells.items()},
        )
        for key, cells in lines.items()
    )
    periods = tuple(dict.fromkeys(item.period for item in numbers))
    bases = tuple(dict.fromkeys(item.base for item in numbers if item.base))
    return Layout(tuple(columns), made, periods, bases)


def _row_keys(described: Iterable[Row]) -> dict[str, RowKey]:
    universe: dict[str, str] = {}
    categories: dict[str, set[str]] = {}
    for row in described:
        pop = text(row, "pop")
        universe[pop] = text(row, "universe")
        categories.setdefault(pop, set()).update(filter(None, [text(row, "category"), text(row, "variant")]))
    return {pop: (name, tuple(sorted(categories[pop]))) for pop, name in universe.items()}


def _wider(within: Iterable[Row], keys: Mapping[str, RowKey]) -> dict[RowKey, set[RowKey]]:
    found: dict[RowKey, set[RowKey]] = {}
    for row in within:
        lower, upper = keys.get(text(row, "pop")), keys.get(text(row, "wider"))
        if lower is not None and upper is not None and lower != upper:
            found.setdefault(lower, set()).add(upper)
    return found


def _repeated(numbers: Iterable[Printed], keys: Mapping[str, RowKey]) -> set[str]:
    """Name the measures of which a row has several in a period: they differ in their base."""
    seen = Counter((keys.get(item.pop), item.measure, item.period) for item in numbers)
    return {measure for (_, measure, _), times in seen.items() if times > 1}
