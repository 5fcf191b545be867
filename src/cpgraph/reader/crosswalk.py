"""Read `data/crosswalk.csv`: categories of a report in the variables of the public datafiles."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path

from cpgraph.reader.files import Cells, Problems, load_csv
from cpgraph.records.crosswalk import Match
from cpgraph.records.data import Report
from cpgraph.records.shared import DISTRICT_SCHEME
from cpgraph.vocab import report_prefixes

HEADER = ("entity", "variable", "values", "first_year", "last_year", "source", "note")
_VALUE = re.compile(r">?[A-Za-z0-9.]+")
_YEAR = re.compile(r"(19|20)\d\d")
Names = Mapping[str, tuple[Report, str, str]]


def read_crosswalk(
    path: Path, reports: Iterable[Report], topics: Collection[str], problems: Problems
) -> tuple[Match, ...]:
    """Read the rows; one of a scheme stands for its categories that have none of their own."""
    known, rows = _known(reports), load_csv(path, HEADER, problems, missing_ok=True)
    found: dict[str, Match] = {}
    schemes: list[tuple[Cells, Report, str]] = []
    for row in rows:
        faults = list(_faults(row, known, topics))
        if row["entity"] in found:
            faults.append(("entity", "the entity stands here twice", "Join its values by |."))
        for column, problem, remedy in faults:
            problems.add(row.place(column), problem, remedy)
        if faults:
            continue
        report, kind, name = known[row["entity"]]
        if kind == "scheme":
            schemes.append((row, report, name))
        else:
            found[row["entity"]] = _match(row, report, kind, name)
    for row, report, scheme in schemes:
        for category in report.schemes[scheme].categories:
            name = f"{scheme}.{category.id}"
            found.setdefault(f"{report.record.prefix}cat:{name}", _match(row, report, "cat", name))
    return tuple(found.values())


def _known(reports: Iterable[Report]) -> Names:
    """What a row may name: universes, schemes and categories of the reports, by prefixed name."""
    known: dict[str, tuple[Report, str, str]] = {}
    for report in reports:
        names = [("universe", name) for name in report.universes]
        for scheme in report.schemes.values():
            if scheme.id != DISTRICT_SCHEME:
                names.append(("scheme", scheme.id))
                names += [("cat", f"{scheme.id}.{category.id}") for category in scheme.categories]
        known |= {f"{report.record.prefix}{kind}:{name}": (report, kind, name) for kind, name in names}
    return known


def _faults(row: Cells, known: Names, topics: Collection[str]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with a row: the column, the problem, the remedy."""
    variable, values = row["variable"], row["values"].split("|") if row["values"] else []
    if row["entity"] not in known:
        yield "entity", f"there is no {row['entity']!r}", "Name a universe, a scheme or a category."
    elif variable and known[row["entity"]][1] == "scheme":
        yield "variable", "a scheme has no value", "Name its categories, one a row."
    if variable and f"ussc-{variable.lower()}" not in topics:
        yield "variable", f"the variable {variable!r} is not known", "Add it to shared/topics.yaml."
    if bool(variable) != bool(values) or not all(map(_VALUE.fullmatch, values)):
        yield "values", f"{row['values']!r} are no values of {variable!r}", "Write them as 5, >180 or 5|6."
    years = [row["first_year"], row["last_year"]]
    if any(years) != bool(variable) or (
        variable and not (all(map(_YEAR.fullmatch, years)) and years[0] <= years[1])
    ):
        yield (
            "first_year",
            f"{years} are no first and last fiscal year",
            "Write both, or none without a variable.",
        )
    if not row["source"]:
        yield "source", "the source is missing", "Say in short words where the value was read."
    if not variable and not row["note"]:
        yield "note", "it is not said why there is no value", "Say it."


def _match(row: Cells, report: Report, kind: str, name: str) -> Match:
    """The record of a row that is right."""
    variable = row["variable"]
    years = tuple(range(int(row["first_year"]), int(row["last_year"]) + 1)) if variable else ()
    iri = report_prefixes(report.record.id)[kind] + name
    values = tuple(row["values"].split("|")) if variable else ()
    return Match(report.record.id, kind, name, iri, variable, values, years, row["source"], row["note"])
