"""The pages of populations, universes and measures: who is counted, how many, and every number of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any, Final

from cpgraph.web.pages.filters import bare_value, real, shortened
from cpgraph.web.pages.page import Context, Point, Row
from cpgraph.web.pages.things import Index, named

_MOST_POINTS: Final = 40


def population(ctx: Context) -> dict[str, Any]:
    """Return the percentages of a population, each once, in the order of the schemes that divide it."""
    index, shares = ctx.index, {row.obs: row for row in ctx.rows["share"]}
    schemes: dict[str, list[str]] = {obs: [] for obs in shares}
    for row in sorted(ctx.rows["share"], key=lambda row: index.order(row.scheme)):
        if row.scheme and (label := index.label(row.scheme)) not in schemes[row.obs]:
            schemes[row.obs].append(label)
    rows = sorted(shares.values(), key=lambda row: (schemes[row.obs], index.order(row.pop)))
    head, names = shortened(index, (row.pop for row in rows))
    points = [Point(names[row.pop], float(row.value), bare_value(row)) for row in rows if row.value]
    return {
        "shares": rows,
        "schemes": schemes,
        "head": head,
        "names": names,
        "points": points if 2 <= len(rows) <= _MOST_POINTS else [],
    }


def universe(ctx: Context) -> dict[str, Any]:
    """Return the values of each measure over the years."""
    return {"trends": _trends(ctx.index, ctx.rows["number"], "measure")}


def measure(ctx: Context) -> dict[str, Any]:
    """Return the numbers of a measure, means from the largest on, and the values of each universe over the years."""
    numbers = sorted(ctx.rows["number"], key=lambda row: ctx.index.order(row.pop))
    points: list[Point] = []
    head, names = _from_most(ctx.index, [row.pop for row in numbers])
    if ctx.out.first("cpg:statistic") == named("cpg:Mean"):
        numbers.sort(key=lambda row: -float(row.value or 0))
        points = [
            Point(names[row.pop], float(row.value), bare_value(row), real(row.low), real(row.high))
            for row in sorted(numbers, key=lambda row: (-float(row.value or 0), row.obs))
            if row.value
        ]
    return {
        "numbers": numbers,
        "head": head,
        "names": names,
        "points": points[:_MOST_POINTS] if len(points) > 1 else [],
        "trends": _trends(ctx.index, (row for row in numbers if row.whole), "universe"),
    }


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


def _trends(index: Index, rows: Iterable[Row], by: str) -> list[tuple[str, list[Point]]]:
    """Return the values of single years for each thing in the column `by` that has some of several years."""
    found: dict[str, list[Point]] = {}
    for row in rows:
        year = row.period.rpartition("/")[2]
        if year.isdecimal() and row.value and not row.base:
            found.setdefault(getattr(row, by), []).append(Point(year, float(row.value), bare_value(row)))
    return [
        (index.label(iri), sorted(points))
        for iri, points in sorted(found.items(), key=lambda item: index.order(item[0]))
        if len({point.label for point in points}) > 1
    ]
