"""What a shell offers while a command is typed."""

from __future__ import annotations

import typer

from cpgraph.errors import CpgraphError
from cpgraph.paths import questions


def names(incomplete: str) -> list[str]:
    """Return the names of questions that begin so."""
    return [path.stem for path in sorted(questions().glob(f"{incomplete}*.rq"))]


def parameters(ctx: typer.Context, incomplete: str) -> list[str]:
    """Return the parameters, of the question that stands before, that begin so."""
    from cpgraph import ask

    try:
        asked = ask.find(ctx.params.get("name") or next(iter(ctx.args), ""), questions()).query
    except CpgraphError:
        return []
    return [f"{one.name}=" for one in (asked.params if asked else ()) if one.name.startswith(incomplete)]
