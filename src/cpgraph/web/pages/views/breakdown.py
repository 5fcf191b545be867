"""The page of a breakdown: how its parts cover its base, recomputed from their sizes."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cpgraph.web.pages.charts import Mark, drawn
from cpgraph.web.pages.filters import number, sentence, shortened
from cpgraph.web.pages.page import Context, Row
from cpgraph.web.pages.part_chart import OVERLAP
from cpgraph.web.pages.things import named
from cpgraph.web.pages.views.part import Whole, adds_up


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
