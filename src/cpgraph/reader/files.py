"""YAML and CSV files as closed records, each value with its place.

YAML scalars are all read as strings, so that `no`, `1.10` and dates stay what was written; a
duplicate key, an unknown field or a wrong type is an error with line and column.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from cpgraph.errors import DataError, DataErrors, Place

M = TypeVar("M", bound=BaseModel)
Path_ = tuple[str | int, ...]
# the loader in C, where the library was built with it, takes a fifth of the time
_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass
class Problems:
    """The errors of one reading, gathered so that a person sees them all at once."""

    root: Path
    found: list[DataError] = field(default_factory=list)

    def add(self, place: Place, problem: str, remedy: str) -> None:
        """Note one error; the same one is noted once."""
        error = DataError(place, problem.rstrip("."), remedy)
        if str(error) not in {str(other) for other in self.found}:
            self.found.append(error)

    def stop(self) -> None:
        """Raise what was found, if anything.

        Raises:
            DataErrors: at least one error was noted.
        """
        if self.found:
            raise DataErrors(self.found)

    def name(self, path: Path) -> str:
        """Name a file from the data folder on, as messages and places show it."""
        try:
            return path.relative_to(self.root.parent).as_posix()
        except ValueError:
            return path.as_posix()


@dataclass(frozen=True)
class Marked:
    """A YAML value with the place of each of its parts."""

    value: Any
    file: str
    marks: dict[Path_, tuple[int, int]]

    def place(self, path: Path_ = ()) -> Place:
        """The place of a part, or of the nearest part around it that has one."""
        while path and path not in self.marks:
            path = path[:-1]
        line, column = self.marks.get(path, (1, 1))
        return Place(self.file, line, column)


def load_text(path: Path, problems: Problems) -> str | None:
    """Read a file as UTF-8 with Unix line ends, or note why that cannot be done."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.add(Place(problems.name(path)), f"the file cannot be read ({error.strerror})", "Add it.")
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.add(Place(problems.name(path), line), "a byte that is not UTF-8", "Save the file as UTF-8.")
        return None
    if text.startswith("\ufeff") or "\r" in text:
        problems.add(Place(problems.name(path)), "a byte order mark or a carriage return", "Save it with LF.")
        return None
    return text


def load_yaml(path: Path, problems: Problems) -> Marked | None:
    """Compose a YAML file into strings, lists and mappings with their places."""
    text = load_text(path, problems)
    if text is None:
        return None
    name = problems.name(path)
    try:
        node = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = Place(name, mark.line + 1, mark.column + 1) if mark else Place(name)
        problems.add(place, f"not YAML: {error.problem}", "Mend the syntax; quote text with , : or #.")
        return None
    marks: dict[Path_, tuple[int, int]] = {}

    def plain(node: yaml.Node, path: Path_) -> Any:
        marks[path] = (node.start_mark.line + 1, node.start_mark.column + 1)
        if isinstance(node, yaml.MappingNode):
            result: dict[str, Any] = {}
            for key, value in node.value:
                spot = Place(name, key.start_mark.line + 1, key.start_mark.column + 1)
                if not isinstance(key, yaml.ScalarNode):
                    problems.add(spot, "a key that is not a word", "Write a plain key.")
                elif key.value in result:
                    problems.add(spot, f"the key {key.value!r} stands here twice", "Remove one of the two.")
                else:
                    result[key.value] = plain(value, (*path, key.value))
                    if not isinstance(value, yaml.CollectionNode) and value.value == "":
                        marks[(*path, key.value)] = (spot.line, spot.column)
            return result
        if isinstance(node, yaml.SequenceNode):
            return [plain(item, (*path, index)) for index, item in enumerate(node.value)]
        return node.value

    value = plain(node, ()) if node is not None else None
    return Marked(value, name, marks)


_SAYS = {
    "missing": ("the field {field!r} is missing", "Add it."),
    "extra_forbidden": (
        "the field {field!r} is not known here",
        "Remove it, or quote a value that holds a comma.",
    ),
    "string_type": ("the field {field!r} must be one text", "Write a single value."),
    "union_tag_invalid": ("the kind is not known", "Use one of: {expected}."),
    "literal_error": ("the value of {field!r} is not one of the known ones", "Use one of: {expected}."),
}


def _explain(detail: dict[str, Any]) -> tuple[str, str]:
    """Put one finding of pydantic into this project's words."""
    location = [part for part in detail["loc"] if isinstance(part, str)]
    context = detail.get("ctx", {})
    words = {
        "field": location[-1] if location else "",
        "expected": context.get("expected", context.get("expected_tags", "")),
    }
    if detail["type"] in _SAYS:
        problem, remedy = _SAYS[detail["type"]]
        return problem.format(**words), remedy.format(**words)
    return f"the value of {words['field']!r} does not fit: {detail['msg']}", "Write a value of that form."


def typed(model: type[M], marked: Marked, problems: Problems, path: Path_ = ()) -> M | None:
    """Check a part of a YAML value against a closed model; note each misfit with its place."""
    value = marked.value
    for step in path:
        value = value[step]
    try:
        return model.model_validate(value)
    except ValidationError as error:
        for detail in error.errors():
            spot = list(path)
            node: Any = value
            for step in detail["loc"]:
                # pydantic puts the names of union members into the path: follow only what is there
                there = step in node if isinstance(node, dict) else isinstance(step, int)
                if isinstance(node, dict | list) and there:
                    spot.append(step)
                    node = node[step]  # type: ignore[index]
            problem, remedy = _explain(dict(detail))
            problems.add(marked.place(tuple(spot)), problem, remedy)
        return None


def load_list(
    path: Path, model: type[M], problems: Problems, *, missing_ok: bool = False
) -> list[tuple[M, Place]]:
    """Read a YAML list of records; ids must be unique in it."""
    if missing_ok and not path.exists():
        return []
    marked = load_yaml(path, problems)
    if marked is None:
        return []
    if not isinstance(marked.value, list):
        problems.add(marked.place(), "the file must hold a list", "Start each record with `- id:`.")
        return []
    records: list[tuple[M, Place]] = []
    seen: set[str] = set()
    for index in range(len(marked.value)):
        record = typed(model, marked, problems, (index,))
        if record is None:
            continue
        name = str(getattr(record, "id", getattr(record, "n", index)))
        if name in seen:
            problems.add(
                marked.place((index,)), f"the id {name!r} stands here twice", "Rename one of the two."
            )
        seen.add(name)
        records.append((record, marked.place((index,))))
    return records


def load_mapping(
    path: Path, model: type[M], problems: Problems, *, missing_ok: bool = False
) -> list[tuple[M, Place]]:
    """Read a YAML mapping of id to record; the id becomes the record's field `id`."""
    if missing_ok and not path.exists():
        return []
    marked = load_yaml(path, problems)
    if marked is None:
        return []
    if not isinstance(marked.value, dict):
        problems.add(marked.place(), "the file must map ids to records", "Start each record with its id.")
        return []
    records: list[tuple[M, Place]] = []
    for name in list(marked.value):
        if isinstance(marked.value[name], dict):
            marked.value[name].setdefault("id", name)
        record = typed(model, marked, problems, (name,))
        if record is not None:
            records.append((record, marked.place((name,))))
    return records


def load_one(path: Path, model: type[M], problems: Problems) -> tuple[M, Marked] | None:
    """Read a YAML file that holds one record."""
    marked = load_yaml(path, problems)
    if marked is None:
        return None
    record = typed(model, marked, problems)
    return None if record is None else (record, marked)


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
    path: Path, required: Sequence[str], problems: Problems, optional: Iterable[str] = ()
) -> list[Cells]:
    """Read a CSV file whose header holds all the required columns, in order, then optional ones."""
    text = load_text(path, problems)
    if text is None:
        return []
    name = problems.name(path)
    if text and not text.endswith("\n"):
        problems.add(
            Place(name, text.count("\n") + 1), "the last line has no line end", "End it with a newline."
        )
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows: list[Cells] = []
    header: tuple[str, ...] | None = None
    allowed = set(required) | set(optional)
    try:
        for cells in reader:
            line = reader.line_num
            if header is None:
                header = tuple(cells)
                wrong = [c for c in header if c not in allowed] + [c for c in required if c not in header]
                if wrong or header[: len(required)] != tuple(required) or len(set(header)) != len(header):
                    remedy = f"Write the header {','.join(required)}"
                    remedy += f", then any of {','.join(optional)}." if optional else "."
                    problems.add(Place(name, 1), f"the header is {','.join(header)!r}", remedy)
                    return []
            elif len(cells) != len(header):
                problems.add(
                    Place(name, line),
                    f"{len(cells)} cells where the header has {len(header)} columns",
                    "Quote a cell that holds a comma; leave a cell empty for nothing printed.",
                )
            elif any(cell != cell.strip() for cell in cells):
                column = next(i for i, cell in enumerate(cells, 1) if cell != cell.strip())
                problems.add(Place(name, line, column), "a cell begins or ends with a space", "Remove it.")
            else:
                rows.append(Cells(dict(zip(header, cells, strict=True)), name, line, header))
    except csv.Error as error:
        problems.add(
            Place(name, reader.line_num), f"not CSV: {error}", "Close the quote; double a quote inside."
        )
    if header is None:
        problems.add(Place(name), "the file is empty", f"Write the header {','.join(required)}.")
    return rows
