"""The page of a claim: what its words allow and what the data give, on one scale."""

from __future__ import annotations

from typing import Any

from cpgraph.web.pages.charts import Chart, Mark
from cpgraph.web.pages.filters import computed_interval, interval, real, unit_name
from cpgraph.web.pages.page import Context


def context(ctx: Context) -> dict[str, Any]:
    """Return both intervals in words, and drawn where there are both."""
    unit = ctx.out.first("cpg:targetUnit")
    least, most, low, high = (
        ctx.out.first(f"cpg:{name}")
        for name in ("acceptLower", "acceptUpper", "computedLower", "computedUpper")
    )
    allowed, given = interval(least, most, unit), computed_interval(low, high, unit) if low and high else ""
    marks = [
        Mark("The words allow", float(least or most or 0), allowed, low=real(least), high=real(most)),
        Mark("The data give", float(low or 0), given, low=real(low), high=real(high), series=1),
    ]
    is_drawn = allowed and given
    chart = Chart("ladder", "What the words allow, and what the data give", marks, unit=unit_name(unit))
    return {"allowed": allowed, "given": given, "chart": chart if is_drawn else None}
