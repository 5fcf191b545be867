"""YAML and CSV files as closed records, each value with its place.

YAML scalars are all read as strings, so that `no`, `1.10` and dates stay what was written; a
duplicate key, an unknown field or a wrong type is an error with line and column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from cpgraph.errors import DataError, DataErrors, Place
from cpgraph.marked import Marked, Path_, compose
from cpgraph.records.common import Record

M = TypeVar("M", bound=Record)

# where the things stand that other files name
_HOMES: Final = {
    "agency": "agencies.yaml",
    "category": "its scheme",
    "code system": "shared/topics.yaml",
    "conduct": "conduct.yaml",
    "definition": "definitions.yaml",
    "measure": "measures.yaml",
    "note": "notes.yaml",
    "part": "report.yaml",
    "provision": "data/law/",
    "scheme": "schemes/",
    "universe": "universes.yaml",
    "work": "works.yaml",
}


@dataclass
class Problems:
    """The errors of one reading, gathered so that a person sees them all at once."""

    root: Path
    found: list[DataError] = field(default_factory=list)
    references: list[tuple[str, Any, Place]] = field(default_factory=list)
    """The things that records name, by kind, name and place, until it is known what there is."""

    def add(self, place: Place, problem: str, remedy: str) -> None:
        """Note one error; the same one is noted once."""
        error = DataError(place, problem.rstrip("."), remedy)
        if str(error) not in {str(other) for other in self.found}:
            self.found.append(error)

    def knows(self, kind: str, name: object, names: Container[object], place: Place) -> bool:
        """Tell whether a name, if there is one, is among the known ones; note one that is not."""
        if name is None or name in names:
            return True
        remedy = f"Add it to {_HOMES[kind]}, or name another." if kind in _HOMES else f"Name another {kind}."
        self.add(place, f"the {kind} {name!r} does not exist", remedy)
        return False

    def resolve(self, knows: Callable[[str, Any, Place], object]) -> None:
        """Hold the names read so far against what there is."""
        for reference in self.references:
            knows(*reference)
        self.references.clear()

    def once(self, kind: str, names: Iterable[tuple[str, Place]]) -> None:
        """Note each name that stands there twice."""
        seen: set[str] = set()
        for name, place in names:
            if name in seen:
                self.add(place, f"the {kind} {name!r} stands here twice", "Rename one of the two.")
            seen.add(name)

    def stop(self) -> None:
        """Raise `DataErrors` when at least one error was noted."""
        if self.found:
            raise DataErrors(self.found)

    def name(self, path: Path) -> str:
        """Name a file from the data folder on, as messages and places show it."""
        inside = path.is_relative_to(self.root.parent)
        return (path.relative_to(self.root.parent) if inside else path).as_posix()


def load_text(path: Path, problems: Problems) -> str | None:
    """Read a file as UTF-8 with Unix line ends, or note why that cannot be done."""
    name = problems.name(path)
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        problems.add(Place(name), f"the file cannot be read ({error.strerror})", "Add it.")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.add(Place(name, line), "a byte that is not UTF-8", "Save the file as UTF-8.")
    else:
        if not text.startswith("\ufeff") and "\r" not in text:
            return text
        problems.add(Place(name), "a byte order mark or a carriage return", "Save it with LF.")
    return None


def load_yaml(path: Path, problems: Problems) -> Marked | None:
    """Compose a YAML file into strings, lists and mappings with their places."""
    text = load_text(path, problems)
    return None if text is None else compose(text, problems.name(path), problems.add)


_SAYS = {
    "missing": ("the field {field!r} is missing", "Add it."),
    "extra_forbidden": (
        "the field {field!r} is not known here",
        "Remove it, or quote a value that holds a comma.",
    ),
    "string_type": ("the field {field!r} must be one text", "Write a single value."),
    "union_tag_invalid": ("the kind is not known", "Use one of: {expected_tags}."),
    "literal_error": ("the value of {field!r} is not one of the known ones", "Use one of: {expected}."),
    "value_error": ("{error}", "Write a value of that form."),
}
_OTHER = ("the value of {field!r} does not fit: {msg}", "Write a value of that form.")


def typed(model: type[M], marked: Marked, problems: Problems, path: Path_ = ()) -> M | None:
    """Check a part of a YAML value against a closed model; note each misfit with its place."""
    value = marked.value
    for step in path:
        value = value[step]
    try:
        record = model.model_validate(value)
        for kind, name, steps in record.references():
            problems.references.append((kind, name, marked.place((*path, *steps))))
        return record
    except ValidationError as error:
        for detail in error.errors():
            words = [step for step in detail["loc"] if isinstance(step, str)]
            said = {"field": words[-1] if words else "", "msg": detail["msg"], **detail.get("ctx", {})}
            problem, remedy = (text.format(**said) for text in _SAYS.get(detail["type"], _OTHER))
            spot, node = path, value
            for step in detail["loc"]:
                # pydantic puts the names of union members into the path: follow only what is there
                there = step in node if isinstance(node, dict) else isinstance(step, int)
                if isinstance(node, dict | list) and there:
                    spot, node = (*spot, step), node[step]  # type: ignore[index]
            problems.add(marked.place(spot), problem, remedy)
        return None


def load_records(
    path: Path, model: type[M], problems: Problems, *, missing_ok: bool = False
) -> list[tuple[M, Place]]:
    """Read a YAML list of records, or a mapping of ids to records; ids must be unique in it."""
    marked = None if missing_ok and not path.exists() else load_yaml(path, problems)
    if marked is None:
        return []
    steps: list[str | int] = []
    if isinstance(marked.value, list):
        steps = list(range(len(marked.value)))
    elif isinstance(marked.value, dict):
        steps = list(marked.value)
        marked = replace(marked, value={name: _named(item, name) for name, item in marked.value.items()})
    else:
        problems.add(marked.place(), "the file must hold a list of records", "Start each with `- id:`.")
    read = [(typed(model, marked, problems, (step,)), marked.place((step,))) for step in steps]
    records = [(record, place) for record, place in read if record is not None]
    problems.once("id", ((str(getattr(r, "id", getattr(r, "n", place))), place) for r, place in records))
    return records


def _named(record: Any, name: str) -> Any:
    """A record with the id by which it stands in a mapping."""
    return {"id": name, **record} if isinstance(record, dict) else record


def load_one(path: Path, model: type[M], problems: Problems) -> tuple[M, Marked] | None:
    """Read a YAML file that holds one record."""
    marked = load_yaml(path, problems)
    record = typed(model, marked, problems) if marked else None
    return (record, marked) if record is not None and marked else None


@dataclass(frozen=True)
class Cells:
    """A CSV line: its cells by column name, and where it stands."""

    values: dict[str, str]
    file: str
    line: int
    columns: tuple[str, ...]

    def place(self, column: str = "") -> Place:
        """The place of a cell (its column counts from 1), or of the line."""
        number = self.columns.index(column) + 1 if column in self.columns else 0
        return Place(self.file, self.line, number)

    def __getitem__(self, column: str) -> str:
        """The characters of a cell; an absent optional column is empty."""
        return self.values.get(column, "")


def load_csv(
    path: Path,
    required: Sequence[str],
    problems: Problems,
    optional: Sequence[str] = (),
    *,
    missing_ok: bool = False,
) -> list[Cells]:
    """Read a CSV file whose header holds all the required columns, in order, then optional ones."""
    text = None if missing_ok and not path.exists() else load_text(path, problems)
    if text is None:
        return []
    name = problems.name(path)
    if text and not text.endswith("\n"):
        problems.add(
            Place(name, text.count("\n") + 1), "the last line has no line end", "End it with a newline."
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Cells] = []
    try:
        header = tuple(next(reader, ()))
        rest = header[len(required) :]
        is_known = set(rest) <= set(optional) and len(set(rest)) == len(rest)
        if header[: len(required)] != tuple(required) or not is_known:
            remedy = f"Write the header {','.join(required)}"
            remedy += f", then any of {','.join(optional)}." if optional else "."
            problems.add(Place(name, 1), f"the header is {','.join(header)!r}", remedy)
            return []
        for cells in reader:
            row = Cells(dict(zip(header, cells, strict=False)), name, reader.line_num, header)
            spaced = [column for column, cell in row.values.items() if cell != cell.strip()]
            if len(cells) != len(header):
                problems.add(
                    row.place(),
                    f"{len(cells)} cells where the header has {len(header)} columns",
                    "Quote a cell that holds a comma; leave a cell empty for nothing printed.",
                )
            elif spaced:
                problems.add(row.place(spaced[0]), "a cell begins or ends with a space", "Remove it.")
            else:
                rows.append(row)
    except csv.Error as error:
        problems.add(
            Place(name, reader.line_num), f"not CSV: {error}", "Close the quote; double a quote inside."
        )
    return rows
