"""Tables and prose: each printed cell or bracketed number becomes a `Occurrence`."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar, get_args

from cpgraph.errors import NumeralError, Place
from cpgraph.intervals import Printed, parse
from cpgraph.reader.files import Cells, Problems, load_csv, load_one
from cpgraph.reader.scope import Scope, bracketed
from cpgraph.records.common import Basis, ExtractionMethod
from cpgraph.records.statistics import (
    Breakdown,
    BreakdownIn,
    Measure,
    ObservationKey,
    Occurrence,
    PopulationKey,
    Row,
    TableIn,
)

PROSE = ("part", "measure", "population", "base", "base_basis", "unit", "quote", "how")
TABLE_OPTIONAL = ("label", "base", "period", "universe", "how", "quote")
UNITS = ("count", "percent", "months", "years")
LABEL_LIMIT = 45
T = TypeVar("T", bound=str)


def _number(text: str, place: Place, problems: Problems) -> tuple[Printed | None, str] | None:
    """Read a printed number or term."""
    if text.lower() in ("life", "life imprisonment"):
        return None, "Life"
    try:
        return parse(text), ""
    except NumeralError as error:
        remedy = "Write the printed characters without a percent sign, e.g. 1,852 or 60.3."
        problems.add(place, str(error), remedy)
        return None


def _choice(row: Cells, column: str, default: T, allowed: tuple[T, ...], problems: Problems) -> T:
    """One of a few words, or the default for an empty cell."""
    for word in allowed:
        if word == row[column]:
            return word
    if row[column]:
        problems.add(
            row.place(column), f"{row[column]!r} is not known here", f"Use one of: {', '.join(allowed)}."
        )
    return default


def _base(measure: Measure, text: str, place: Place, scope: Scope) -> tuple[bool, PopulationKey | None]:
    """Check that a base is given exactly where the measure needs one."""
    if measure.needs_base != bool(text):
        wants = "needs a base" if measure.needs_base else "has no base"
        scope.problems.add(place, f"the measure {measure.id!r} {wants}", "Fill or empty the base.")
        return False, None
    base = scope.population(text, place) if text else None
    return base is not None or not text, base


def read_prose(path: Path, scope: Scope) -> list[Occurrence]:
    """Read `prose.csv`: one printed place of one number a row."""
    occurrences: list[Occurrence] = []
    problems = scope.problems
    for row in load_csv(path, PROSE, problems, missing_ok=True):
        if not scope.knows("measure", row["measure"], row.place("measure")):
            continue
        measure, place = scope.measures[row["measure"]], row.place("quote")
        part_ok = scope.knows("part", row["part"], row.place("part"))
        population = scope.population(row["population"], row.place("population"))
        base_ok, base = _base(measure, row["base"], row.place("base"), scope)
        inner = bracketed(row["quote"], place, problems)
        number = _number(inner, place, problems) if inner else None
        how = _choice(row, "how", "PrintedInProse", get_args(ExtractionMethod), problems)
        basis = _choice(row, "base_basis", "StatedInReport", get_args(Basis), problems)
        unit = _choice(row, "unit", measure.unit, UNITS, problems)
        if part_ok and population and base_ok and number:
            key = ObservationKey(measure.id, population, base)
            occurrences.append(Occurrence(place, row["part"], key, *number, row["quote"], how, basis, unit))
    return occurrences


def _under(root: str, text: str, table: TableIn, scope: Scope) -> str:
    """A population under another one, restricted by categories `a/b[@part]` of the table's scheme or their own."""
    body, at, variant = text.partition("@")
    names = [
        name if "." in name and name.partition(".")[0] in scope.schemes else f"{table.scheme}.{name}"
        for name in body.split("/")
        if name
    ]
    return "/".join([root, *names]) + at + variant


def read_table(path: Path, scope: Scope) -> tuple[list[Occurrence], list[Breakdown]]:
    """Read a table: `<part>.yaml` says what it counts, `<part>.csv` holds its printed rows."""
    loaded = load_one(path, TableIn, scope.problems)
    if loaded is None:
        return [], []
    table, marked = loaded
    if path.stem != table.part:
        remedy = f"Name the file {table.part}.yaml."
        scope.problems.add(marked.place(("part",)), f"the part is {table.part!r}", remedy)
    scope.knows("part", table.part, marked.place(("part",)))
    known = [scope.knows("scheme", table.scheme, marked.place(("scheme",)))]
    known += [
        scope.knows("measure", name, marked.place(("order", index))) for index, name in enumerate(table.order)
    ]
    if not all(known):
        return [], []
    header = ("category", "row_label", *table.order)
    rows = load_csv(path.with_suffix(".csv"), header, scope.problems, TABLE_OPTIONAL)
    occurrences = [item for at, row in enumerate(rows, 1) for item in _read_row(table, row, at, scope)]
    downs = [
        read_breakdown(item, table, marked.place(("breakdowns", index)), scope)
        for index, item in enumerate(table.breakdowns)
    ]
    return occurrences, [down for down in downs if down]


def _read_row(table: TableIn, row: Cells, at: int, scope: Scope) -> list[Occurrence]:
    """Read the printed cells of one row, the first, second, ... of its table."""
    problems = scope.problems
    root = f"{row['universe'] or table.universe}/{row['period'] or table.period}"
    population = scope.population(_under(root, row["category"], table, scope), row.place("category"))
    filled = [(name, row[name]) for name in table.order if row[name]]
    if not filled:
        problems.add(row.place(), "the row has no printed number", "Fill a cell or remove the row.")
    if row["quote"]:
        place = row.place("quote")
        if len(filled) != 1 or row["row_label"]:
            problem = "a row with a quote holds one number and no row_label"
            problems.add(place, problem, "Give each number its own row.")
            return []
        inner = bracketed(row["quote"], place, problems)
        if inner is not None and inner != filled[0][1]:
            problem = f"the quote brackets {inner!r} but the cell says {filled[0][1]!r}"
            problems.add(place, problem, "Write the same number in both.")
    elif not row["row_label"] or len(row["row_label"]) > LABEL_LIMIT:
        problem = f"the row label must have 1 to {LABEL_LIMIT} characters"
        problems.add(row.place("row_label"), problem, "Write the last printed words before the numbers.")
    how = _choice(row, "how", table.how, get_args(ExtractionMethod), problems)
    cells = tuple(text for _, text in filled)
    occurrences: list[Occurrence] = []
    for index, (name, text) in enumerate(filled):
        measure, place = scope.measures[name], row.place(name)
        base_text = (row["base"] or table.base or "") if measure.needs_base else ""
        base_ok, base = _base(measure, base_text, row.place("base") if row["base"] else place, scope)
        number = _number(text, place, problems)
        if population and base_ok and number:
            locator = row["quote"] or Row(row["row_label"], cells, index)
            key, basis = (
                ObservationKey(name, population, base),
                table.base_basis if base else "StatedInReport",
            )
            occurrences.append(
                Occurrence(
                    place,
                    table.part,
                    key,
                    *number,
                    locator,
                    how,
                    basis,
                    measure.unit,
                    (at, row["label"] or row["row_label"]),
                )
            )
    return occurrences


def read_breakdown(item: BreakdownIn, table: TableIn | None, place: Place, scope: Scope) -> Breakdown | None:
    """Resolve a breakdown; in a table file its parts are categories under the table's population."""

    def expression(text: str) -> str:
        if table is None or text.startswith(f"{table.universe}/"):
            return text
        return _under(f"{table.universe}/{table.period}", text, table, scope)

    base = scope.population(expression(item.of), place)
    parts = [scope.population(expression(name), place) for name in item.parts]
    part = item.part or (table.part if table else "")
    if not all(scope.knows("part", name, place) for name in (part, item.figure or part)):
        return None
    if base is None or not all(parts):
        return None
    if (item.exhaustivity == "Partial") != (item.unaccounted is not None):
        problem = "a partial breakdown says how many are unaccounted for, others do not"
        scope.problems.add(place, problem, "Fill `unaccounted`.")
    said = item.model_dump(
        include={"id", "figure", "exclusivity", "exhaustivity", "unaccounted", "basis", "note"}
    )
    complete = item.exhaustivity_basis or item.basis
    return Breakdown(
        part=part, base=base, parts=tuple(key for key in parts if key), exhaustivity_basis=complete, **said
    )
