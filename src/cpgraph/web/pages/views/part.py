"""The page of a table, a figure or a part in prose: its numbers as printed, with marks, and a chart beside them.

Rows and columns are found again from where the numbers stand: a row is a population, its period aside; a column is a
measure in a period. Both stand in the order in which the known text prints them, which is all that is taken from
print: the graph holds numbers and places, no layout.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, NamedTuple

from cpgraph.web.pages import part_chart
from cpgraph.web.pages.filters import number, sentence
from cpgraph.web.pages.page import Context, Row, Rows, Term
from cpgraph.web.pages.things import named

_NOWHERE: Final = 1 << 40
_CSV_HEAD: Final = (
    "row", "column", "period", "printed", "value", "low", "high", "unit", "obtained_by", "base", "population", "id",
)  # fmt: skip
_WITH_CARE: Final = (named("cpg:ReadByPosition"), named("cpg:ReadByOrderAndMagnitude"))
_MARKS: Final = (
    ("a", "wrong", "anomaly", "obs"),
    ("d", "definition", "definition", "via"),
    ("n", "marker", "note", "via"),
)
"""The letter of a mark, the section of the query, and its columns with what the mark leads to and stands at."""

RowKey = tuple[str, tuple[str, ...]]


class Whole(NamedTuple):
    """What is divided: how many it has, and how many of them are known to be in no part."""

    pop: str
    size: str
    left: str


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


def context(ctx: Context) -> dict[str, Any]:
    """Return the printed layout, what its rows are called, the marks, and what is drawn."""
    layout, categories = _lay_out(ctx.rows), _categories(ctx)
    names = _names(ctx, categories)
    order = [column.measure for column in layout.columns]
    for row, _ in layout.numbers:
        order += [*categories[row.pop], row.pop, row.obs]
    marks, bearing = _marks(ctx, order)
    wrong = {row.anomaly: row for row in ctx.rows["wrong"]}
    definitions = {row.definition for row in ctx.rows["definition"]}
    return {
        "layout": layout,
        "has_csv": bool(layout.numbers),
        "categories": categories,
        "names": names,
        "marks": marks,
        "bearing": bearing,
        "wrong": wrong,
        "sums": dict(_sums(ctx)),
        "anomalies": [*(iri for iri in marks if iri in wrong), *ctx.index.sorted(wrong.keys() - marks)],
        "definitions": ctx.index.sorted(definitions - marks.keys()),
        "is_read_with_care": any(mention.how in _WITH_CARE for _, mention in layout.numbers),
        "chart": part_chart.chart(ctx, list(_shown(layout)), _names(ctx, categories, is_alone=True)),
    }


def _sums(ctx: Context) -> Iterator[tuple[str, str]]:
    """Yield each breakdown that the part prints, and whether its parts add up."""
    numbers, found = ctx.rows["number"], ctx.rows["breakdown"]
    for iri, row in {row.breakdown: row for row in found}.items():
        sizes = {one.pop: one.size for one in found if one.breakdown == iri}
        is_exclusive = row.exclusivity == named("cpg:Exclusive")
        yield iri, adds_up(sizes, Whole(row.base, row.whole, row.left), numbers, is_exclusive=is_exclusive)


def adds_up(sizes: Mapping[Term, str], whole: Whole, numbers: Iterable[Row], *, is_exclusive: bool) -> str:
    """Return whether parts of known sizes add up to the whole; and the sum of their percentages where it is not 100.

    >>> sizes, whole = {Term("a"): "2", Term("b"): "3"}, Whole("w", "5", "")
    >>> adds_up(sizes, whole, [], is_exclusive=True), adds_up(sizes, whole, [], is_exclusive=False)
    ('Yes: 5 of 5.', '5 of 5; the categories may overlap.')
    """
    total = sum((Decimal(size or 0) for size in sizes.values()), Decimal(0))
    told = f"{number(total)} of {number(whole.size)}"
    if not whole.size or not all(sizes.values()):
        words = "Not every size is known, so the sum cannot be judged."
    elif total == Decimal(whole.size):
        words = f"Yes: {told}." if is_exclusive else f"{told}; the categories may overlap."
    elif not is_exclusive:
        words = f"No: {told}; the categories {'overlap' if total > Decimal(whole.size) else 'may overlap'}."
    elif whole.left and total + Decimal(whole.left) == Decimal(whole.size):
        words = f"No: {told}; {number(whole.left)} in no part, as the data say."
    else:
        words = f"No: {told}."
    shares = {
        row.pop: Decimal(row.value)
        for row in numbers
        if row.statistic == named("cpg:Proportion")
        and row.base == whole.pop
        and row.pop in sizes
        and row.value
    }
    rounded = sum(shares.values(), Decimal(0))
    is_named = is_exclusive and shares.keys() == sizes.keys() and rounded != 100
    return f"{words} The rounded percentages add up to {number(rounded, '1')}." if is_named else words


def csv(ctx: Context) -> Iterator[Sequence[str]]:
    """Return the numbers of a part as rows, in printed order."""
    yield _CSV_HEAD
    names, label, layout = _names(ctx, _categories(ctx)), ctx.index.label, _lay_out(ctx.rows)
    for line in layout.lines:
        for row, mention in (item for column in layout.columns for item in line.cells.get(column, ())):
            ends = (f"{Decimal(v).normalize():f}" if v else "" for v in (row.value, row.low, row.high))
            yield (
                names[line.pops[0]], label(row.measure), label(row.period), mention.printed, *ends,
                label(row.unit), mention.how.rpartition("#")[2], row.base, row.pop, row.obs,
            )  # fmt: skip


def _categories(ctx: Context) -> dict[str, list[str]]:
    """Return the categories of each population."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in ctx.rows["population"]:
        found[row.pop] |= {row.category} - {""}
    return {pop: ctx.index.sorted(categories) for pop, categories in found.items()}


def _names(
    ctx: Context, categories: Mapping[str, Sequence[str]], *, is_alone: bool = False
) -> dict[str, str]:
    """Return what the row of each population is called: by its categories; the whole by its universe.

    Where a part has rows of several universes, each says which it is of, unless what stands beside the name does.
    """
    label, rows = ctx.index.label, ctx.rows["population"]
    several = len({row.universe for row in rows}) > 1 and not is_alone
    return {
        row.pop: sentence("; ".join(map(label, categories[row.pop])) or label(row.universe))
        + (f" ({label(row.universe)})" if several and categories[row.pop] else "")
        for row in rows
    }


def _shown(layout: Layout) -> Iterator[tuple[Row, str, int]]:
    """Return the numbers, how they are printed and how deep their rows lie."""
    for line in layout.lines:
        for cell in line.cells.values():
            yield from ((number, mention.printed, line.depth) for number, mention in cell)


def _marks(ctx: Context, order: Sequence[str]) -> tuple[dict[str, str], dict[str, list[str]]]:
    """Return the mark of each anomaly, definition and note, and those that bear on each thing of `order`.

    They are numbered as a reader meets what they bear on.
    """
    place = {thing: number for number, thing in reversed(list(enumerate(order)))}
    marks: dict[str, str] = {}
    bearing: dict[str, list[str]] = defaultdict(list)
    for letter, section, name, at in _MARKS:
        found = {(getattr(row, name), getattr(row, at)) for row in ctx.rows[section]}
        pairs = [pair for pair in found if pair[1] in place]
        numbers: dict[str, int] = {}
        for iri, _ in sorted(pairs, key=lambda pair: (place[pair[1]], pair[0])):
            numbers.setdefault(iri, len(numbers) + 1)
        for iri, thing in sorted(pairs, key=lambda pair: numbers[pair[0]]):
            bearing[thing].append(iri)
        marks |= {iri: f"{letter}{number}" for iri, number in numbers.items()}
    return marks, bearing


def _lay_out(rows: Rows) -> Layout:
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
