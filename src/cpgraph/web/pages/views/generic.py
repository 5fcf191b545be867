"""The page of a thing whose kind needs no page of its own: what is said of it, and what points to it."""

from __future__ import annotations

from typing import Any, Final

from cpgraph.web.pages.filters import sentence
from cpgraph.web.pages.page import Context, Term
from cpgraph.web.pages.things import INVERSE, named

_SHOWN_APART: Final = {named("oa:hasBody"), named("oa:hasTarget"), named("cpg:governs")}


def context(ctx: Context) -> dict[str, Any]:
    """Return what points to the thing, by what that is called."""
    found: dict[str, list[Term]] = {}
    for row in ctx.rows["in"]:
        if row.p not in _SHOWN_APART:
            name = INVERSE.get(row.p) or f"Is “{ctx.index.label(row.p)}” of"
            found.setdefault(name, []).append(row.s)
    return {"incoming": [(sentence(name), found[name]) for name in sorted(found)]}
