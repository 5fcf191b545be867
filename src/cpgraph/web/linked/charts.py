"""Charts drawn on the server as plain SVG: bars, trends, and values with their intervals.

A chart carries a title and a description, no script and no style of its own, and always stands beside the
table it shows. Lengths are in units of the view box; labels stand above their bars, so that nothing is cut.
"""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

WIDTH: Final = 420
_LABEL: Final = 13  # font size of labels
_LINE: Final = 16
_BAR: Final = 12
_GAP: Final = 10
_VALUE: Final = 54  # room for a value after its bar
_WRAP: Final = 58


@dataclass(frozen=True, slots=True)
class Point:
    """One value: its name, its number, how it is printed, and its interval where that can be seen."""

    label: str
    value: Decimal
    shown: str
    low: Decimal | None = None
    high: Decimal | None = None
    series: int = 0


def bars(title: str, points: Sequence[Point], names: Sequence[str] = (), top: Decimal | None = None) -> str:
    """Draw horizontal bars; points of one label stand together, one bar a series."""
    if not points:
        return ""
    most = top or max(max(p.value, p.high or p.value) for p in points)
    if most <= 0:
        return ""
    parts: list[str] = []
    y = _legend(parts, names)
    last = ""
    for point in points:
        if point.label != last:
            y += _GAP if last or names else 0
            for piece in textwrap.wrap(point.label, _WRAP) or [""]:
                y += _LINE
                parts.append(_text(0, y - 4, piece, "chart-label"))
            last = point.label
        length = _scale(point.value, most)
        parts.append(
            f'<rect class="bar series-{point.series}" x="0" y="{y}" width="{length}" height="{_BAR}"/>'
        )
        parts += _whisker(point, most, y + _BAR / 2)
        parts.append(_text(length + 6, y + _BAR - 1, point.shown, "chart-value"))
        y += _BAR + 4
    return _svg(title, _describe(points, names), WIDTH, y + 4, parts)


def means(title: str, points: Sequence[Point], low: Decimal = Decimal(0)) -> str:
    """Draw values as points on a common line, each with its interval."""
    if not points:
        return ""
    most = max(max(p.value, p.high or p.value) for p in points)
    if most <= low:
        return ""
    parts: list[str] = []
    y = 0
    for point in points:
        for piece in textwrap.wrap(point.label, _WRAP) or [""]:
            y += _LINE
            parts.append(_text(0, y - 4, piece, "chart-label"))
        x = _scale(point.value, most)
        middle = y + 6
        parts.append(f'<line class="rule" x1="0" y1="{middle}" x2="{WIDTH - _VALUE}" y2="{middle}"/>')
        parts += _whisker(point, most, middle)
        parts.append(f'<circle class="dot" cx="{x}" cy="{middle}" r="4.5"/>')
        parts.append(_text(WIDTH - _VALUE + 10, middle + 4, point.shown, "chart-value"))
        y += 12 + _GAP
    return _svg(title, _describe(points, ()), WIDTH, y, parts)


def trend(title: str, lines: Sequence[tuple[str, Sequence[tuple[int, Decimal, str]]]]) -> str:
    """Draw values over years, one line a series; years are at their true distance."""
    values = [value for _, series in lines for _, value, _ in series]
    years = [year for _, series in lines for year, _, _ in series]
    if len(set(years)) < 2 or max(values) <= 0:
        return ""
    first, last, most = min(years), max(years), max(values)
    named = lines if len(lines) > 1 else ()  # a single line is named by the caption
    top, height, left, right = 26 + _LINE * len(named), 110, 20, WIDTH - 24
    parts: list[str] = []
    for number, (name, _) in enumerate(named):
        parts.append(
            f'<rect class="bar series-{number}" x="0" y="{number * _LINE + 2}" width="10" height="10"/>'
        )
        parts.append(_text(16, number * _LINE + 11, name, "chart-label"))
    base = top + height
    parts.append(f'<line class="axis" x1="0" y1="{base}" x2="{WIDTH}" y2="{base}"/>')
    for year in sorted(set(years)):
        x = _at(year, first, last, left, right)
        parts.append(_text(x, base + _LINE, str(year), "chart-value middle"))
    for number, (_, series) in enumerate(lines):
        places = [
            (_at(year, first, last, left, right), round(float(base - height * float(value / most)), 1), shown)
            for year, value, shown in sorted(series)
        ]
        path = " ".join(f"{x},{y}" for x, y, _ in places)
        parts.append(f'<polyline class="line series-{number}" points="{path}"/>')
        for x, y, shown in places:
            parts.append(f'<circle class="dot series-{number}" cx="{x}" cy="{y}" r="4"/>')
            parts.append(_text(x, y - 8, shown, "chart-value middle"))
    described = "; ".join(
        f"{name}: " + ", ".join(f"{year} {shown}" for year, _, shown in sorted(series))
        for name, series in lines
    )
    return _svg(title, described, WIDTH, base + _LINE + 6, parts)


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


def _at(year: int, first: int, last: int, left: int, right: int) -> float:
    return round(left + (right - left) * (year - first) / (last - first), 1)


def _scale(value: Decimal, most: Decimal) -> float:
    return round(float(value / most) * (WIDTH - _VALUE), 1)


def _whisker(point: Point, most: Decimal, y: float) -> list[str]:
    """Draw an interval where it is wide enough to be seen."""
    if point.low is None or point.high is None:
        return []
    x1, x2 = _scale(point.low, most), _scale(point.high, most)
    if x2 - x1 < 1.5:
        return []
    return [f'<path class="whisker" d="M{x1} {y - 4}v8M{x1} {y}H{x2}M{x2} {y - 4}v8"/>']


def _legend(parts: list[str], names: Sequence[str]) -> int:
    y = 0
    for number, name in enumerate(names):
        parts.append(f'<rect class="bar series-{number}" x="0" y="{y + 2}" width="10" height="10"/>')
        parts.append(_text(16, y + 11, name, "chart-label"))
        y += _LINE
    return y


def _text(x: float, y: float, content: str, css: str) -> str:
    return f'<text class="{css}" x="{x}" y="{y}" font-size="{_LABEL}">{escape(content)}</text>'


def _describe(points: Sequence[Point], names: Sequence[str]) -> str:
    return "; ".join(
        f"{point.label}{f' ({names[point.series]})' if names else ''}: {point.shown}" for point in points
    )


def _svg(title: str, description: str, width: int, height: float, parts: Sequence[str]) -> str:
    """Frame a drawing with its title and description."""
    return (
        f'<svg class="chart" viewBox="0 0 {width} {round(height)}" role="img" xmlns="http://www.w3.org/2000/svg">'
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>{''.join(parts)}</svg>"
    )
