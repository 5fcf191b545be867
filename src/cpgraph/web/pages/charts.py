"""Charts: marks on one scale with the words around them. `templates/charts.html` draws them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from urllib.parse import urlencode

from cpgraph import vocab
from cpgraph.drawing import Drawing
from cpgraph.queries import Query
from cpgraph.web.pages.filters import bare_value, number, real, sentence, unit_name
from cpgraph.web.pages.things import Index, named

if TYPE_CHECKING:
    from cpgraph.web.pages.page import Row

SMALL: Final = (
    30  # whoever is counted in a group of fewer is drawn hollow, since one case moves its mean or share
)
_MOST: Final = 60  # marks that can be told apart
_WIDTH: Final = 290.0  # of the scale, in units of the view box
_CARE: Final = "†"
_NUMBERS: Final = ("value", "second", "low", "high", "size")


class Mark(NamedTuple):
    """A value in a chart: what it is called and the thing it leads to, its number, and how that is printed."""

    label: str
    value: float
    shown: str
    iri: str = ""
    low: float | None = None
    high: float | None = None
    size: int | None = None
    """How many the group has that it is the value of."""
    series: int = 0
    """Which of several series it is in."""
    group: str = ""
    """The heading that it stands under."""
    depth: int = 0
    """How many of the marks above it is a part of."""
    beside: str = ""
    second: float | None = None
    second_shown: str = ""

    @property
    def is_small(self) -> bool:
        """Whether the group is so small that the value means little."""
        return self.size is not None and self.size < SMALL


@dataclass(frozen=True)
class Chart:
    """Marks and the words around them: the finding, what is measured of whom and when, what a reader must know."""

    kind: str
    title: str
    marks: Sequence[Mark]
    subtitle: str = ""
    unit: str = ""
    series: Sequence[str] = ()
    notes: Sequence[str] = ()
    line: tuple[float, str] | None = None
    """A value to compare with, and what it is called."""
    source: str = ""
    address: str = ""
    """The path of its documents, without a suffix."""
    given: str = ""
    """The parameters of those, as an address has them."""
    query: str = ""
    """The path at which its query can be changed and run."""

    def href(self, suffix: str) -> str:
        """Return the path of one of its documents."""
        return f"{self.address}.{suffix}{self.given}"

    @property
    def iri(self) -> str:
        """The name under which it is cited."""
        return f"{vocab.BASE}{self.address.removeprefix('/')}" if self.address else ""

    @property
    def said(self) -> list[str]:
        """The notes below it, and where its numbers come from."""
        small = any(mark.size is not None and mark.size < SMALL for mark in self.marks)
        care = f"{_CARE} An anomaly of the report concerns it: its page says which."
        care = care if any(_CARE in mark.shown for mark in self.marks) else ""
        few = f"Hollow: fewer than {SMALL} offenders, so that one case can move it noticeably."
        is_sized = self.kind == "dots" and any(mark.size for mark in self.marks)
        area = "The area of a dot is the size of its group." if is_sized else ""
        is_cut = self.kind in ("dots", "ladder") and self.ticks[0] > 0
        cut = "The axis does not begin at zero." if is_cut else ""
        source = self.source and f"Source: {sentence(self.source)}"
        return [text for text in (*self.notes, care, area, cut, few if small else "", source) if text]

    @property
    def lines(self) -> list[tuple[str, list[Mark]]]:
        """The marks by the group that they stand in."""
        found: dict[str, list[Mark]] = {}
        for mark in self.marks:
            found.setdefault(mark.group, []).append(mark)
        return list(found.items())

    @cached_property
    def ticks(self) -> list[float]:
        """The labeled values of its scale, which begins at zero unless it is of means or of what lies close."""
        ends = [end for m in self.marks for end in (m.value, m.second, m.low, m.high) if end is not None]
        is_close = self.kind == "dots" or (self.kind == "ladder" and min(ends) > max(ends) / 2)
        return _ticks(
            min(*ends, *([self.line[0]] if self.line else []), *([] if is_close else [0])), max(ends)
        )

    def at(self, value: float, width: float = _WIDTH) -> float:
        """Return where a value stands on the scale."""
        first, *_, last = self.ticks
        return round((value - first) / (last - first) * width, 1)

    @property
    def rows(self) -> list[Sequence[str]]:
        """The lines of its CSV document."""
        head = ("group", "label", "printed", "printed_later", "low", "high", "n", "id")
        of = ((mark, (mark.low, mark.high, mark.size)) for mark in self.marks)
        ends = ((mark, ("" if end is None else f"{end:g}" for end in given)) for mark, given in of)
        return [head, *((m.group, m.label, m.shown, m.second_shown, *told, m.iri) for m, told in ends)]

    def year(self, year: str) -> float:
        """Return where a year stands among those of the marks."""
        years = [int(mark.label) for mark in self.marks]
        return round(50 + (int(year) - min(years)) / ((max(years) - min(years)) or 1) * 180, 1)

    def is_below(self, mark: Mark) -> bool:
        """Return whether another value of the same year stands above a mark."""
        return any(other.label == mark.label and other.value > mark.value for other in self.marks)

    def radius(self, mark: Mark) -> float:
        """Return how large the dot of a mark is: its area grows with the size of its group."""
        largest = max((other.size or 0 for other in self.marks), default=0)
        return round(3 + 5 * math.sqrt((mark.size or 0) / largest), 1) if largest else 5.0


def _ticks(low: float, high: float) -> list[float]:
    """Return round values at even steps, from one below to one above.

    >>> _ticks(204, 387), _ticks(0, 57.2), _ticks(0.16, 0.23)
    ([200, 250, 300, 350, 400], [0, 20, 40, 60], [0.16, 0.18, 0.2, 0.22, 0.24])
    """
    rough = (high - low) / 5 or 1
    step = next(n for k in (1, 2, 5, 10) if (n := k * 10 ** math.floor(math.log10(rough))) >= rough)
    first = math.floor(low / step)
    places = max(0, -math.floor(math.log10(step)))
    return [round(n * step, places) for n in range(first, max(math.ceil(high / step), first + 1) + 1)]


def of_rows(drawing: Drawing, rows: Sequence[Row], called: str) -> Chart | None:
    """Return the chart of the rows of a query, as its header says; nothing where there is nothing to draw.

    It is `called` so where the rows lack what the words of the header name.
    """
    if not rows:
        return None
    roles = drawing.columns
    numeric = {role: column for role, column in roles.items() if role in _NUMBERS}
    if drawing.kind == "ladder":
        del numeric["value"]  # there it is what is printed of a low and a high end
    places = {
        name: max(len(getattr(row, name).partition(".")[2]) for row in rows) for name in numeric.values()
    }

    def printed(row: Row, name: str, term: str) -> str:
        own = getattr(row, drawing.decimals) if drawing.decimals and name == drawing.value else ""
        return number(term, own or str(places[name] or "")) if name in places else term

    texts, marks = [{name: printed(row, name, term) for name, term in row} for row in rows], []
    for row, text in zip(rows[:_MOST], texts, strict=False):
        said = {role: text.get(column, "") for role, column in roles.items()}
        known = {role: real(getattr(row, column)) for role, column in numeric.items()}
        value, size = known.get("value", known.get("low")), known.get("size")
        shown = said["value"] + (_CARE if said.get("care") else "")
        mark = Mark(
            sentence(said["label"]), value or 0.0, shown, said.get("mark", ""),
            known.get("low"), known.get("high"), None if size is None else int(size),
            group=sentence(said.get("group", "")), depth=1 if said.get("within") else 0, beside=said.get("beside", ""),
            second=known.get("second"), second_shown=said.get("second", ""),
        )  # fmt: skip
        if value is not None:
            marks.append(mark)
    named = {text[drawing.label]: SimpleNamespace(**text) for text in texts if drawing.label in text}
    named |= {"first": SimpleNamespace(**texts[0]), "last": SimpleNamespace(**texts[-1])}

    def filled(words: str) -> str:
        try:
            return words.format_map(named)
        except (AttributeError, KeyError):
            return ""

    line = real(getattr(rows[0], drawing.line)) if drawing.line else None
    return (
        Chart(
            drawing.kind,
            filled(drawing.title) or called,
            marks,
            filled(drawing.subtitle),
            drawing.unit,
            notes=[note for note in [filled(drawing.note)] if note],
            line=None if line is None else (line, f"all {number(str(line))}"),
        )
        if marks
        else None
    )


def of_question(query: Query, rows: Sequence[Row], given: Mapping[str, str], known: Index) -> Chart | None:
    """Return the chart of the rows that a question has for the values given, with its address and its source.

    The source is the first part that prints all its values, where one does, and the report.
    """
    drawing, path = query.chart, f"/queries/{query.id}"
    chart = of_rows(drawing, rows, query.question or query.summary) if drawing else None
    if not drawing or not chart:
        return None
    printed = [known.things[m.iri].facets.get("part", ()) for m in chart.marks if m.iri in known.things]
    parts = known.sorted(part for part in {*chain(*printed)} if all(part in of for of in printed))
    reports = (known.report_of(vocab.BASE + page) for page in drawing.pages[:1])
    source = ", ".join([*map(known.label, parts[:1]), *reports])
    values = f"?{urlencode(given)}" if given else ""
    return replace(chart, address=path, given=values, query=path + values, source=source)


def mark(row: Row, label: str, shown: str = "", **more: Any) -> Mark:
    """Return the mark of a number of a page."""
    return Mark(sentence(label), float(row.value), shown or bare_value(row), row.obs, **more)


def drawn(
    kind: str, measure: str, marks: Sequence[Mark], subtitle: str, unit: str = "", **more: Any
) -> Chart | None:
    """Return the chart of two marks or more, its finding as its title; `unit` is that of the numbers."""
    if len(marks) < 2:
        return None
    axis = "%" if unit == named("unit:PERCENT") else unit_name(unit)
    title = _finding(kind, sentence(measure), marks, unit_name(unit), more.get("series", ()))
    return Chart(kind, title, marks[:_MOST], subtitle, axis, **more)


def _finding(kind: str, measure: str, marks: Sequence[Mark], unit: str, series: Sequence[str]) -> str:
    top = [mark for mark in marks if not mark.depth]
    least, most = (choose(top or marks, key=lambda mark: mark.value) for choose in (min, max))
    if series:
        return f"{measure}: {' and '.join(series)}"
    if kind == "trend":
        name, (first, *_, last) = next(of for of in Chart(kind, "", marks).lines if len(of[1]) > 1)
        return f"{sentence(name)}: {first.shown} in {first.label}, {last.shown}{unit} in {last.label}"
    if kind == "dumbbell":
        widest = max(marks, key=lambda mark: abs((mark.second or 0) - mark.value))
        return f"{widest.label}: {widest.shown} to {widest.second_shown}{unit}"
    if kind == "dots":
        low, high = (f"{one.label[:1].lower()}{one.label[1:]}" for one in (least, most))
        return f"{measure}: {least.shown} ({low}) to {most.shown}{unit} ({high})"
    return f"{most.label}: {most.shown}{unit}, the largest of {len(top)} groups"
