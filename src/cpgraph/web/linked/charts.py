"""The chart of a claim; the others are macros of templates/charts.html."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

WIDTH: Final = 420
_LABEL: Final = 13  # font size of labels
_LINE: Final = 16
_BAR: Final = 12
_GAP: Final = 10


def span(
    title: str,
    description: str,
    allowed: tuple[Decimal | None, Decimal | None],
    computed: tuple[Decimal, Decimal],
    names: tuple[str, str],
) -> str:
    """Draw two intervals above each other on one scale: what the words allow, what the data give."""
    ends = [value for value in (*allowed, *computed) if value is not None]
    low, high = min(ends), max(ends)
    room = (high - low) or max(abs(high), Decimal(1))
    low, high = low - room / 5, high + room / 5
    parts: list[str] = []
    y = 0
    for number, (name, (start, end)) in enumerate(zip(names, (allowed, computed), strict=True)):
        y += _LINE
        parts.append(_text(0, y - 4, name, "chart-label"))
        x1 = 0.0 if start is None else _place(start, low, high)
        x2 = float(WIDTH) if end is None else _place(end, low, high)
        width = max(round(x2 - x1, 1), 3)
        parts.append(f'<line class="rule" x1="0" y1="{y + 7}" x2="{WIDTH}" y2="{y + 7}"/>')
        parts.append(
            f'<rect class="bar series-{number}" x="{x1}" y="{y + 1}" width="{width}" height="{_BAR}"/>'
        )
        y += _BAR + _GAP
    return _svg(title, description, WIDTH, y, parts)


def _place(value: Decimal, low: Decimal, high: Decimal) -> float:
    return round(float((value - low) / (high - low)) * WIDTH, 1)


def _text(x: float, y: float, content: str, css: str) -> str:
    return f'<text class="{css}" x="{x}" y="{y}" font-size="{_LABEL}">{escape(content)}</text>'


def _svg(title: str, description: str, width: int, height: float, parts: Sequence[str]) -> str:
    """Frame a drawing with its title and description."""
    return (
        f'<svg class="chart" viewBox="0 0 {width} {round(height)}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )
