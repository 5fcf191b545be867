"""What a page is made of, apart from how it is drawn: runs of text, tables, facts, charts, sections."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Style = Literal[
    "", "number", "exact", "context", "muted", "code", "mark", "strong", "even", "good", "weak", "bad"
]


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text, where it leads, and how it is told apart."""

    text: str
    href: str = ""
    style: Style = ""
    title: str = ""


Line = tuple[Run, ...]
Text = str | Run | Line


def line(*parts: Text) -> Line:
    """Join pieces into one line.

    >>> [run.text for run in line("a ", Run("b", "/b"))]
    ['a ', 'b']
    """
    runs: list[Run] = []
    for part in parts:
        if isinstance(part, str):
            if part:
                runs.append(Run(part))
        elif isinstance(part, Run):
            runs.append(part)
        else:
            runs.extend(part)
    return tuple(runs)


def joined(parts: Iterable[Text], separator: str = ", ") -> Line:
    """Join lines with a separator between them."""
    runs: list[Run] = []
    for part in parts:
        if runs:
            runs.append(Run(separator))
        runs.extend(line(part))
    return tuple(runs)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; `depth` indents a row's name."""

    line: Line
    is_number: bool = False
    depth: int = 0


def cell(*parts: Text, is_number: bool = False, depth: int = 0) -> Cell:
    """Make a cell."""
    return Cell(line(*parts), is_number, depth)


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column."""

    line: Line
    is_number: bool = False


def columns(*names: str) -> tuple[Column, ...]:
    """Make heads of columns; a name that begins with # is of a column of numbers."""
    return tuple(Column(line(name.removeprefix("#")), name.startswith("#")) for name in names)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; the first cell of a row is its name."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    ids: tuple[str, ...] = ()
    """Names by which links lead to a row, one a row."""

    @property
    def filled(self) -> Table:
        """The table without the columns that are empty in every row."""
        kept = [n for n in range(len(self.columns)) if any(len(row) > n and row[n].line for row in self.rows)]
        if len(kept) == len(self.columns):
            return self
        rows = tuple(tuple(row[n] for n in kept if n < len(row)) for row in self.rows)
        return Table(self.caption, tuple(self.columns[n] for n in kept), rows, self.ids)


@dataclass(frozen=True, slots=True)
class Facts:
    """Terms with what is said of each."""

    items: tuple[tuple[str, tuple[Line, ...]], ...]


@dataclass(frozen=True, slots=True)
class Listing:
    """A list; `ids` are the names by which marks lead to an item."""

    items: tuple[Line, ...]
    ids: tuple[str, ...] = ()
    depths: tuple[int, ...] = ()
    """How far each item is indented, for a tree."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `role` tells a value or a warning apart from text."""

    line: Line
    role: Literal["", "lead", "value", "notice"] = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing, with its caption; `beside` is the table it shows."""

    svg: str
    caption: str


@dataclass(frozen=True, slots=True)
class Code:
    """A text as it is, such as a query."""

    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """A table and the chart of it, side by side where there is room."""

    table: Table
    chart: Chart


Block = Table | Facts | Listing | Paragraph | Chart | Code | Pair


@dataclass(frozen=True, slots=True)
class Section:
    """A part of a page under its own heading; a folded one is closed at first."""

    heading: str
    blocks: tuple[Block, ...]
    id: str = ""
    is_folded: bool = False
    level: int = 2


@dataclass(frozen=True, slots=True)
class View:
    """What a page says of a thing."""

    lead: tuple[Block, ...]
    sections: tuple[Section, ...]
    crumbs: tuple[Run, ...] = ()
    csv: tuple[tuple[str, ...], ...] = ()
    """Rows of the CSV document, head first; none when there is no such document."""


def facts(items: Iterable[tuple[str, Iterable[Text]]]) -> Facts:
    """Make facts of those terms that have something said of them."""
    made = ((term, tuple(line(value) for value in values)) for term, values in items)
    return Facts(tuple((term, values) for term, values in made if values))


def section(heading: str, *blocks: Block | None, id: str = "", is_folded: bool = False) -> Section | None:  # noqa: A002
    """Make a section of the blocks that hold something; None when none does."""
    kept = tuple(block for block in blocks if block is not None and not is_empty(block))
    return Section(heading, kept, id, is_folded) if kept else None


def is_empty(block: Block) -> bool:
    """Say whether a block shows nothing."""
    match block:
        case Table():
            return not block.rows
        case Facts() | Listing():
            return not block.items
        case Paragraph():
            return not block.line
        case Code():
            return not block.text
        case Chart():
            return not block.svg
        case Pair():
            return is_empty(block.table)


def sections(*given: Section | None) -> tuple[Section, ...]:
    """Keep the sections that there are."""
    return tuple(item for item in given if item is not None)
