"""The page of a breakdown: how its parts cover its base, recomputed from their sizes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

from cpgraph.web.pages.charts import Mark, drawn
from cpgraph.web.pages.filters import number, sentence, shortened
from cpgraph.web.pages.page import Context, Row, Term
from cpgraph.web.pages.part_chart import OVERLAP
from cpgraph.web.pages.things import named


class Whole(NamedTuple):
    """What is divided: how many it has, and how many of them are known to be in no part."""

    pop: str
    size: str
    left: str


def context(ctx: Context) -> dict[str, Any]:
    """Return the parts from the largest on, their sum, what is left over, and the weighted means."""
    parts = sorted(ctx.rows["part"], key=lambda row: (-float(row.size or 0), row.pop))
    base = ctx.out.first("cpg:base")
    whole = Whole(base, next((row.size for row in ctx.rows["base"]), ""), ctx.out.first("cpg:unaccounted"))
    head, names = shortened(ctx.index, (row.pop for row in parts))
    is_exclusive = ctx.out.first("cpg:exclusivity") == named("cpg:Exclusive")
    is_exhaustive = ctx.out.first("cpg:exhaustivity") == named("cpg:Exhaustive")
    marks = [
        Mark(sentence(names[row.pop]), float(row.size), number(row.size), row.source)
        for row in parts
        if row.size
    ]
    told, notes = (
        f"Size of each part of {ctx.index.label(base)}",
        [] if is_exclusive else [OVERLAP],
    )
    return {
        "parts": parts,
        "head": head,
        "names": names,
        "chart": drawn("bars", "", marks, told, notes=notes),
        "total": sum((Decimal(row.size or 0) for row in parts), Decimal(0)),
        "sums": adds_up(
            {row.pop: row.size for row in parts}, whole, ctx.rows["number"], is_exclusive=is_exclusive
        ),
        "means": _weighted_means(ctx, parts) if is_exclusive and is_exhaustive else {},
    }


def adds_up(sizes: Mapping[Term, str], whole: Whole, numbers: Iterable[Row], *, is_exclusive: bool) -> str:
    """Return whether parts of known sizes add up to the whole; and the sum of their percentages where it is not 100."""
    total = sum((Decimal(size or 0) for size in sizes.values()), Decimal(0))
    told = f"{number(total)} of {number(whole.size)}"
    if not whole.size or not all(sizes.values()):
        words = "Not every size is known, so the sum cannot be judged."
    elif not is_exclusive:
        words = f"No: {told}; the categories {'overlap' if total > Decimal(whole.size) else 'may overlap'}."
    elif total == Decimal(whole.size):
        words = f"Yes: {told}."
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


def _weighted_means(ctx: Context, parts: list[Row]) -> dict[str, Decimal]:
    """Return, by each mean of the base, the mean of the parts weighted by size, where every part has one."""
    weights = {row.pop: Decimal(row.size or 0) for row in parts}
    means: dict[str, dict[str, Row]] = {}
    for row in ctx.rows["number"]:
        if row.statistic == named("cpg:Mean") and not row.base:
            means.setdefault(row.measure, {})[row.pop] = row
    base = ctx.out.first("cpg:base")
    return {
        of[base].obs: sum(Decimal(of[pop].value or 0) * weight for pop, weight in weights.items())
        / sum(weights.values(), Decimal(0))
        for of in means.values()
        if base in of and all(weight and pop in of for pop, weight in weights.items())
    }
