"""Tables and prose: each printed cell or bracketed number becomes a `Print`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast, get_args

from cpgraph.errors import NumeralError, Place
from cpgraph.intervals import Printed, parse
from cpgraph.reader.files import Cells, Problems, load_csv, load_one
from cpgraph.records.common import Basis, How
from cpgraph.records.statistics import (
    Breakdown,
    BreakdownIn,
    Measure,
    ObservationKey,
    PopulationKey,
    Print,
    Row,
    Scheme,
    TableIn,
)

PROSE = ("part", "measure", "population", "base", "base_basis", "unit", "quote", "how")
TABLE_OPTIONAL = ("base", "period", "universe", "how", "quote")
UNITS = ("count", "percent", "months", "years")
BRACKET_LIMIT, QUOTE_LIMIT, LABEL_LIMIT = 24, 56, 45
_BRACKET = re.compile(r"\[([^\[\]]+)\]")


@dataclass
class Scope:
    """What a report's expressions may name, and where to note the names that do not exist."""

    problems: Problems
    universes: frozenset[str]
    schemes: Mapping[str, Scheme]
    measures: Mapping[str, Measure]
    parts: frozenset[str]
    used: set[PopulationKey] = field(default_factory=set)

    def population(self, text: str, place: Place) -> PopulationKey | None:
        """Read a population expression and check each of its names."""
        try:
            key = PopulationKey.parse(text)
        except ValueError as error:
            self.problems.add(place, str(error), "Write it as in data/README.md.")
            return None
        ok = True
        if key.universe not in self.universes:
            self.problems.add(
                place, f"the universe {key.universe!r} does not exist", "Add it to universes.yaml."
            )
            ok = False
        for scheme, category in key.restrictions:
            ok = self.category(scheme, category, place) and ok
        if key.variant and key.variant not in self.parts:
            self.problems.add(
                place, f"the part {key.variant!r} does not exist", "Name a part of report.yaml."
            )
            ok = False
        if ok:
            self.used.add(key)
        return key if ok else None

    def category(self, scheme: str, category: str, place: Place) -> bool:
        """Check that a category exists."""
        known = self.schemes.get(scheme)
        if known is None:
            self.problems.add(place, f"the scheme {scheme!r} does not exist", f"Add schemes/{scheme}.yaml.")
            return False
        if all(category != c.id for c in known.categories):
            self.problems.add(
                place, f"the category {scheme}.{category} does not exist", f"Add it to schemes/{scheme}.yaml."
            )
            return False
        return True

    def observation(self, text: str, place: Place) -> ObservationKey | None:
        """Read a reference to an observation and check its names."""
        try:
            key = ObservationKey.parse(text)
        except ValueError as error:
            self.problems.add(place, str(error), "Write it as in data/README.md.")
            return None
        if key.measure not in self.measures:
            self.problems.add(
                place, f"the measure {key.measure!r} does not exist", "Add it to measures.yaml."
            )
            return None
        names = [str(key.population)] + ([str(key.base)] if key.base else [])
        return key if None not in [self.population(name, place) for name in names] else None

    def part(self, name: str, place: Place) -> bool:
        """Check that a part exists."""
        if name not in self.parts:
            self.problems.add(place, f"the part {name!r} does not exist", "Add it to report.yaml.")
            return False
        return True


def bracketed(quote: str, place: Place, problems: Problems) -> str | None:
    """Give what stands in a quote's only [bracket]; note a quote that breaks the limits."""
    inner = _BRACKET.findall(quote)
    if len(inner) != 1 or quote.count("[") != 1 or quote.count("]") != 1:
        problems.add(place, f"the quote {quote!r} must hold one [bracket]", "Bracket what it shows.")
        return None
    if len(inner[0]) > BRACKET_LIMIT or len(quote) > QUOTE_LIMIT:
        problems.add(
            place,
            f"the quote {quote!r} is too long",
            f"Keep the bracket within {BRACKET_LIMIT} and the quote within {QUOTE_LIMIT} characters.",
        )
        return None
    return str(inner[0])


def _number(text: str, place: Place, problems: Problems) -> tuple[Printed | None, str] | None:
    """Read a printed number or term."""
    if text.lower() in ("life", "life imprisonment"):
        return None, "Life"
    try:
        return parse(text), ""
    except NumeralError as error:
        problems.add(
            place, str(error), "Write the printed characters without a percent sign, e.g. 1,852 or 60.3."
        )
        return None


def _choice(text: str, default: str, allowed: tuple[str, ...], place: Place, problems: Problems) -> str:
    """Take one of a few words, or the default for an empty cell."""
    if text and text not in allowed:
        problems.add(place, f"{text!r} is not known here", f"Use one of: {', '.join(allowed)}.")
        return default
    return text or default


def _base(measure: Measure, text: str, place: Place, scope: Scope) -> tuple[bool, PopulationKey | None]:
    """Check that a base is given exactly where the measure needs one."""
    if measure.needs_base != bool(text):
        wants = "needs a base" if measure.needs_base else "has no base"
        scope.problems.add(place, f"the measure {measure.id!r} {wants}", "Fill or empty the base.")
        return False, None
    if not text:
        return True, None
    base = scope.population(text, place)
    return base is not None, base


def read_prose(path: Path, scope: Scope) -> list[Print]:
    """Read `prose.csv`: one printed place of one number a row."""
    prints: list[Print] = []
    if not path.exists():
        return prints
    for row in load_csv(path, PROSE, scope.problems):
        measure = scope.measures.get(row["measure"])
        if measure is None:
            scope.problems.add(
                row.place("measure"),
                f"the measure {row['measure']!r} does not exist",
                "Add it to measures.yaml.",
            )
            continue
        part_ok = scope.part(row["part"], row.place("part"))
        population = scope.population(row["population"], row.place("population"))
        base_ok, base = _base(measure, row["base"], row.place("base"), scope)
        inner = bracketed(row["quote"], row.place("quote"), scope.problems)
        number = inner and _number(inner, row.place("quote"), scope.problems)
        how = _choice(row["how"], "PrintedInProse", get_args(How), row.place("how"), scope.problems)
        basis = _choice(
            row["base_basis"], "StatedInReport", get_args(Basis), row.place("base_basis"), scope.problems
        )
        unit = _choice(row["unit"], measure.unit, UNITS, row.place("unit"), scope.problems)
        if not (part_ok and population and base_ok and number):
            continue
        key = ObservationKey(measure.id, population, base)
        prints.append(
            Print(
                row.place("quote"),
                row["part"],
                key,
                number[0],
                number[1],
                row["quote"],
                cast("How", how),
                cast("Basis", basis),
                unit,
            )
        )
    return prints


def _row_population(table: TableIn, row: Cells, scope: Scope) -> PopulationKey | None:
    """The population of a table row: the table's, restricted by the row's categories."""
    text, _, variant = row["category"].partition("@")
    names = [f"{row['universe'] or table.universe}", f"{row['period'] or table.period}"]
    for name in filter(None, text.split("/")):
        qualified = name.partition(".")[0] in scope.schemes and "." in name
        names.append(name if qualified else f"{table.scheme}.{name}")
    return scope.population("/".join(names) + (f"@{variant}" if variant else ""), row.place("category"))


def read_table(path: Path, scope: Scope) -> tuple[list[Print], list[Breakdown]]:
    """Read a table: `<part>.yaml` says what it counts, `<part>.csv` holds its printed rows."""
    loaded = load_one(path, TableIn, scope.problems)
    if loaded is None:
        return [], []
    table, marked = loaded
    problems = scope.problems
    if path.stem != table.part:
        problems.add(
            marked.place(("part",)), f"the part is {table.part!r}", f"Name the file {table.part}.yaml."
        )
    scope.part(table.part, marked.place(("part",)))
    if table.scheme is not None and table.scheme not in scope.schemes:
        problems.add(
            marked.place(("scheme",)),
            f"the scheme {table.scheme!r} does not exist",
            f"Add schemes/{table.scheme}.yaml.",
        )
        return [], []
    for index, name in enumerate(table.order):
        if name not in scope.measures:
            problems.add(
                marked.place(("order", index)),
                f"the measure {name!r} does not exist",
                "Add it to measures.yaml.",
            )
            return [], []
    prints: list[Print] = []
    rows = load_csv(
        path.with_suffix(".csv"), ("category", "row_label", *table.order), problems, TABLE_OPTIONAL
    )
    for row in rows:
        prints += _read_row(table, row, scope)
    root = f"{table.universe}/{table.period}"
    downs = [
        made
        for index, item in enumerate(table.breakdowns)
        if (made := read_breakdown(item, table, root, marked.place(("breakdowns", index)), scope))
    ]
    return prints, downs


def _read_row(table: TableIn, row: Cells, scope: Scope) -> list[Print]:
    """Read the printed cells of one row."""
    problems = scope.problems
    population = _row_population(table, row, scope)
    filled = [(name, row[name]) for name in table.order if row[name]]
    if not filled:
        problems.add(row.place(), "the row has no printed number", "Fill a cell or remove the row.")
    if row["quote"]:
        if len(filled) != 1 or row["row_label"]:
            problems.add(
                row.place("quote"),
                "a row with a quote holds one number and no row_label",
                "Give each number its own row.",
            )
            return []
        inner = bracketed(row["quote"], row.place("quote"), problems)
        if inner is not None and inner != filled[0][1]:
            problems.add(
                row.place("quote"),
                f"the quote brackets {inner!r} but the cell says {filled[0][1]!r}",
                "Write the same number in both.",
            )
    elif not row["row_label"] or len(row["row_label"]) > LABEL_LIMIT:
        problems.add(
            row.place("row_label"),
            f"the row label must have 1 to {LABEL_LIMIT} characters",
            "Write the last printed words before the numbers.",
        )
    how = _choice(row["how"], table.how, get_args(How), row.place("how"), problems)
    cells = tuple(text for _, text in filled)
    prints: list[Print] = []
    for index, (name, text) in enumerate(filled):
        measure = scope.measures[name]
        base_text = (row["base"] or table.base or "") if measure.needs_base else ""
        base_ok, base = _base(measure, base_text, row.place("base" if row["base"] else name), scope)
        number = _number(text, row.place(name), problems)
        if population is None or not base_ok or number is None:
            continue
        locator: Row | str = row["quote"] or Row(row["row_label"], cells, index)
        key = ObservationKey(name, population, base)
        prints.append(
            Print(
                row.place(name),
                table.part,
                key,
                number[0],
                number[1],
                locator,
                cast("How", how),
                table.base_basis if base is not None else "StatedInReport",
                measure.unit,
            )
        )
    return prints


def read_breakdown(
    item: BreakdownIn, table: TableIn | None, root: str, place: Place, scope: Scope
) -> Breakdown | None:
    """Resolve a breakdown; in a table file its parts are categories under the table's population."""

    def expression(text: str) -> str:
        if table is None or text.startswith(f"{table.universe}/"):
            return text
        if text == "":
            return root
        body, _, variant = text.partition("@")
        names = [n if n.partition(".")[0] in scope.schemes and "." in n else f"{table.scheme}.{n}"
                 for n in body.split("/")]  # fmt: skip
        return "/".join([root, *names]) + (f"@{variant}" if variant else "")

    base = scope.population(expression(item.of), place)
    parts = [scope.population(expression(name), place) for name in item.parts]
    part = item.part or (table.part if table else "")
    if not part or not scope.part(part, place) or base is None or not all(parts):
        return None
    if (item.exhaustivity == "Partial") != (item.unaccounted is not None):
        scope.problems.add(
            place,
            "a partial breakdown says how many are unaccounted for, others do not",
            "Fill `unaccounted`.",
        )
    return Breakdown(
        item.id,
        part,
        base,
        tuple(p for p in parts if p),
        item.exclusivity,
        item.exhaustivity,
        item.unaccounted,
        item.basis,
        item.note,
    )
