"""The page of a claim: what its words allow and what the data give, on one scale."""

from __future__ import annotations

from typing import Any

from cpgraph.web.pages.charts import Chart, Mark
from cpgraph.web.pages.compared import sides
from cpgraph.web.pages.page import Context


def context(ctx: Context) -> dict[str, Any]:
    """Return both sides in words, and drawn where each has an end."""
    judged = sides(ctx.rows["judged"][0])
    least, most, low, high = (None if end is None else float(end) for end in judged.ends)
    marks = [
        Mark("The words allow", least or most or 0, judged.allowed, low=least, high=most),
        Mark("The data give", low or 0, judged.given, low=low, high=high, series=1),
    ]
    is_drawn = low is not None and (least, most) != (None, None)
    chart = Chart("ladder", "What the words allow, and what the data give", marks, unit=judged.unit)
    return {"judged": judged, "chart": chart if is_drawn else None}
