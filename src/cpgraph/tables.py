"""Rows of cells as people read them: in a terminal, with short names that can be typed again."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable, Mapping, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text


def table(
    names: Iterable[str], rows: Iterable[Iterable[list[str] | None]], prefixes: Mapping[str, str]
) -> str:
    """Return rows of cells, IRIs with their prefix, as wide as the terminal, or as needed where there is none."""
    drawn = Table(box=None, pad_edge=False, header_style="bold")
    for name in names:
        drawn.add_column(Text(name), overflow="fold")
    for row in rows:
        drawn.add_row(*(Text(short(cell, prefixes)) for cell in row))
    is_shown, out = sys.stdout.isatty(), io.StringIO()
    Console(file=out, force_terminal=is_shown, highlight=False, width=None if is_shown else 1_000_000).print(
        drawn
    )
    return "\n".join(line.rstrip() for line in out.getvalue().splitlines()) + "\n"


def short(cell: Sequence[str] | None, prefixes: Mapping[str, str]) -> str:
    """Return a cell as tables print it and as a value can be typed: an IRI with its longest prefix."""
    if cell is None or cell[0] != "iri":
        return cell[1] if cell else ""
    name = max(
        (one for one in prefixes if cell[1].startswith(prefixes[one])),
        key=lambda one: len(prefixes[one]),
        default="",
    )
    return f"{name}:{cell[1].removeprefix(prefixes[name])}" if name else cell[1]
