"""The page of a number."""

from __future__ import annotations

from typing import Any

from cpgraph.web.pages.filters import decimal, interval, number
from cpgraph.web.pages.page import Context


def context(ctx: Context) -> dict[str, Any]:
    """Return the number as it is printed, what it stands for, and what its population and base give."""
    out, rows = ctx.out, ctx.rows
    value, decimals = out.first("sdmx-measure:obsValue"), out.first("cpg:decimals")
    low, high = decimal(out.first("cpg:lowerBound")), decimal(out.first("cpg:upperBound"))
    size, whole = (
        decimal(row.size) if row else None for row in (rows.first("population"), rows.first("base"))
    )
    share = size / whole * 100 if value and size is not None and whole else None
    fits = False
    if share is not None and low is not None and high is not None:
        fits = low <= share < high or low == share == high
    parts = ctx.index.sorted(row.part for row in rows["part"])
    tables = [part for part in parts if ctx.index.things[part].kind.id == "tables"]
    return {
        "digits": number(value, decimals) if value else ctx.index.label(out.first("cpg:valueTerm")),
        "stands_for": interval(low, high, out.first("sdmx-attribute:unitMeasure")),
        "is_rounded": decimals and low is not None and low != high,
        "share": share,
        "fits": fits,
        "is_circular": any(row.input == ctx.thing.iri for row in rows["population"]),
        "part": next(iter(tables or parts), ""),
    }
