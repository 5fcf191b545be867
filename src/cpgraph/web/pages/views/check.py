"""The page of a check: its query, and what that finds now."""

from __future__ import annotations

from typing import Any, Final

from cpgraph.web.pages.page import Context, Row, Rows, properties

_MOST_SHOWN: Final = 200


def query(rows: Rows) -> str:
    """Return the query of the check, to be run for its page."""
    return properties(rows["out"]).first("sh:select")


def context(ctx: Context) -> dict[str, Any]:
    """Return the first findings, how many things are found, and which of them no anomaly states."""
    found: dict[tuple[object, ...], Row] = {tuple(sorted(row)): row for row in ctx.rows["found"]}
    focuses = {row.focus for row in found.values()}
    stated = {row.target: row.anomaly for row in ctx.rows["stated"]}
    return {
        "select": query(ctx.rows),
        "findings": list(found.values())[:_MOST_SHOWN],
        "found": len(focuses),
        "unstated": len(focuses - stated.keys()),
        "stated": stated,
    }
