"""The pages of populations, universes and measures: who is counted, how many, and every number of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from cpgraph.web.pages.charts import Chart, Mark, drawn, mark
from cpgraph.web.pages.filters import real, sentence, shortened, unit_name
from cpgraph.web.pages.page import Context, Row
from cpgraph.web.pages.part_chart import UNKNOWN
from cpgraph.web.pages.things import Index, named

_MOST: Final = 40
_DIVISIONS: Final = "Several divisions stand together: the bars do not add up."


def population(ctx: Context) -> dict[str, Any]:
    """Return the percentages of a population, each once, in the order of the schemes that divide it."""
    index, shares = ctx.index, {row.obs: row for row in ctx.rows["share"]}
    schemes: dict[str, list[str]] = {obs: [] for obs in shares}
    for row in sorted(ctx.rows["share"], key=lambda row: index.order(row.scheme)):
        if row.scheme and (label := index.label(row.scheme)) not in schemes[row.obs]:
            schemes[row.obs].append(label)
    rows = sorted(shares.values(), key=lambda row: (schemes[row.obs], index.order(row.pop)))
    head, names = shortened(index, (row.pop for row in rows))
    marks = [mark(row, names[row.pop]) for row in rows if row.value] if len(rows) <= _MOST else []
    told, unit = f"Percentages of {ctx.thing.label}", named("unit:PERCENT")
    chart = drawn("bars", "", marks, told, unit, notes=[_DIVISIONS])
    return {"shares": rows, "schemes": schemes, "head": head, "names": names, "chart": chart}


def universe(ctx: Context) -> dict[str, Any]:
    """Return the values of each measure over the years."""
    trends = _trends(ctx.index, ctx.rows["number"], "measure")
    return {"trends": trends[1:], "chart": next(iter(trends), None)}


def measure(ctx: Context) -> dict[str, Any]:
    """Return the numbers of a measure, means from the largest on, and the values of each universe over the years."""
    numbers = sorted(ctx.rows["number"], key=lambda row: ctx.index.order(row.pop))
    head, names = _from_most(ctx.index, [row.pop for row in numbers])
    trends = _trends(ctx.index, (row for row in numbers if row.whole), "universe")
    chart = None
    if ctx.out.first("cpg:statistic") == named("cpg:Mean"):
        numbers.sort(key=lambda row: (-float(row.value or 0), row.obs))
        marks = [
            mark(
                row, names[row.pop], low=real(row.low), high=real(row.high), size=int(row.size) if row.size else None
            )
            for row in numbers
            if row.value
        ]  # fmt: skip
        unit, most = numbers[0].unit if numbers else "", f"; {head} where no other is named" if head else ""
        subtitle = f"{sentence(ctx.thing.label)} in{unit_name(unit)}, the largest first{most}"
        chart = drawn("dots", ctx.thing.label, marks, subtitle, unit)
    return {"numbers": numbers, "head": head, "names": names, "chart": chart, "trends": trends}


def _from_most(index: Index, pops: Sequence[str]) -> tuple[str, dict[str, str]]:
    """Return the whole that most of the populations lie in, and what sets each apart from it."""
    labels = {pop: index.label(pop) for pop in pops}
    heads = Counter(labels[pop].partition(": ")[0] for pop in pops)
    head = max(heads, key=lambda name: (heads[name], name), default="")
    if heads[head] < 2:
        return "", labels
    return head, {
        pop: "all of them" if label == head else label.removeprefix(f"{head}: ")
        for pop, label in labels.items()
    }


def _trends(index: Index, rows: Iterable[Row], by: str) -> list[Chart]:
    """Return the values of single years for each thing in the column `by` that has some of several years."""
    found: dict[str, list[Mark]] = {}
    for row in rows:
        year = row.period.rpartition("/")[2]
        if year.isdecimal() and row.value and not row.base:
            one = mark(row, year, group=index.label(getattr(row, by)))
            found.setdefault(getattr(row, by), []).append(one)
    charts = (
        drawn("trend", "", sorted(found[iri]), "By fiscal year", notes=[UNKNOWN])
        for iri in index.sorted(found)
    )
    return [chart for chart in charts if chart and len({one.label for one in chart.marks}) > 1]
