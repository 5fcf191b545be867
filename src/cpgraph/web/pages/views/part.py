"""The page of a table, a figure or a part in prose: its numbers as printed, with marks, and a chart beside them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from cpgraph.vocab import CPG
from cpgraph.web.pages.filters import real, sentence
from cpgraph.web.pages.layout import Layout, lay_out
from cpgraph.web.pages.page import Context, Point

_CSV_HEAD: Final = (
    "row", "column", "period", "printed", "value", "low", "high", "unit", "obtained_by", "base", "population", "id",
)  # fmt: skip
_WITH_CARE: Final = (CPG.ReadByPosition.value, CPG.ReadByOrderAndMagnitude.value)
_MARKS: Final = (
    ("a", "wrong", "anomaly", "obs"),
    ("d", "definition", "definition", "via"),
    ("n", "marker", "note", "via"),
)
"""The letter of a mark, the section of the query, and its columns with what the mark leads to and stands at."""


def context(ctx: Context) -> dict[str, Any]:
    """Return the printed layout, what its rows are called, the marks, and what is drawn."""
    layout, categories = lay_out(ctx.rows), _categories(ctx)
    names = _names(ctx, categories)
    order = [column.measure for column in layout.columns]
    for number, _ in layout.numbers:
        order += [*categories[number.pop], number.pop, number.obs]
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
        "anomalies": [*(iri for iri in marks if iri in wrong), *ctx.index.sorted(wrong.keys() - marks)],
        "definitions": ctx.index.sorted(definitions - marks.keys()),
        "is_read_with_care": any(mention.how in _WITH_CARE for _, mention in layout.numbers),
        "chart": _chart(ctx, layout, names),
    }


def csv(ctx: Context) -> Iterator[Sequence[str]]:
    """Return the numbers of a part as rows, in printed order."""
    yield _CSV_HEAD
    names, label, layout = _names(ctx, _categories(ctx)), ctx.index.label, lay_out(ctx.rows)
    for line in layout.lines:
        for number, mention in (item for column in layout.columns for item in line.cells.get(column, ())):
            ends = (
                f"{Decimal(v).normalize():f}" if v else "" for v in (number.value, number.low, number.high)
            )
            yield (
                names[line.pops[0]], label(number.measure), label(number.period), mention.printed, *ends,
                label(number.unit), mention.how.rpartition("#")[2], number.base, number.pop, number.obs,
            )  # fmt: skip


def _categories(ctx: Context) -> dict[str, list[str]]:
    """Return the categories of each population."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in ctx.rows["population"]:
        found[row.pop] |= {row.category} - {""}
    return {pop: ctx.index.sorted(categories) for pop, categories in found.items()}


def _names(ctx: Context, categories: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Return what the row of each population is called: by its categories; the whole by its universe."""
    label = ctx.index.label
    return {
        row.pop: sentence("; ".join(map(label, categories[row.pop])) or label(row.universe))
        for row in ctx.rows["population"]
    }


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


def _chart(ctx: Context, layout: Layout, names: Mapping[str, str]) -> dict[str, Any] | None:
    """Return what is drawn: means as dots, else percentages as bars, else numbers as bars."""
    statistics: dict[str, str] = {number.measure: number.statistic for number, _ in layout.numbers}
    for statistic in (CPG.Mean.value, CPG.Proportion.value, CPG.Count.value):
        columns = [column for column in layout.columns if statistics[column.measure] == statistic]
        points = [
            Point(
                names[line.pops[0]],
                float(number.value),
                mention.printed,
                real(number.low),
                real(number.high),
                series,
            )
            for line in layout.lines
            for series, column in enumerate(columns)
            for number, mention in line.cells.get(column, ())
            if number.value
        ]
        if len(points) > 1:
            has_periods = len({column.period for column in columns}) > 1
            series = [column.period if has_periods else column.base or column.measure for column in columns]
            return {
                "points": points,
                "measure": columns[0].measure,
                "series": [ctx.index.label(iri) for iri in series] if len(series) > 1 else [],
                "top": 100 if statistic == CPG.Proportion.value else None,
                "is_dots": statistic == CPG.Mean.value and len(columns) == 1,
            }
    return None
