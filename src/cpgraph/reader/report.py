"""Read one report's folder and check every name that one file uses of another."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from pathlib import Path

from cpgraph.errors import Place
from cpgraph.reader.files import Problems, load_csv, load_one, load_records
from cpgraph.reader.lock import read_evidence
from cpgraph.reader.mentions import number, of_observations
from cpgraph.reader.notes import read_notes
from cpgraph.reader.observations import gather
from cpgraph.reader.scope import Scope, bracketed, fiscal_years
from cpgraph.reader.shared import names as shared_names
from cpgraph.reader.tables import read_breakdown, read_prose, read_table
from cpgraph.records.data import AUDIT_CLASSES, FOUND_CLASSES, AuditRow, Report, Shared
from cpgraph.records.document import DatasetIn, ReportIn
from cpgraph.records.evidence import Mention
from cpgraph.records.notes import AnomalyIn, NoteIn
from cpgraph.records.shared import DISTRICT_SCHEME
from cpgraph.records.statistics import (
    Breakdown,
    BreakdownIn,
    Category,
    GapIn,
    Occurrence,
    PopulationKey,
    Scheme,
    Universe,
)

LAW = ("part", "fact", "property", "quote")
AUDIT = ("part", "class", "quote")
ROW_CLASSES = tuple(name for name in AUDIT_CLASSES if name not in FOUND_CLASSES)


def read_report(
    folder: Path, shared: Shared, problems: Problems, withdrawn: Collection[str] = ()
) -> Report | None:
    """Read a report; None when `report.yaml` or `dataset.yaml` cannot be read. No place gets a withdrawn name."""
    loaded = load_one(folder / "report.yaml", ReportIn, problems)
    if loaded is None:
        return None
    record, marked = loaded
    if record.id != folder.name:
        problems.add(marked.place(("id",)), f"the id is {record.id!r}", f"Name the folder {record.id}.")
    parts = [(part.id, marked.place(("parts", index))) for index, part in enumerate(record.parts)]
    problems.once("part", parts)
    for index, part in enumerate(record.parts):
        above = {name for name, _ in parts[:index]}
        problems.knows("part above", part.part_of, above, marked.place(("parts", index)))
    dataset = _read_dataset(folder / "dataset.yaml", problems)
    found = load_records(folder / "universes.yaml", Universe, problems)
    universes = {universe.id: universe for universe, _ in found}
    schemes = _read_schemes(folder / "schemes", shared, problems)
    gaps = load_records(folder / "gaps.yaml", GapIn, problems, missing_ok=True)
    found_notes = load_records(folder / "notes.yaml", NoteIn, problems, missing_ok=True)
    names = {
        **shared_names(shared),
        "note": {note.n for note, _ in found_notes},
        "part": {name for name, _ in parts}
        | {f"note-{note.n}" for note, _ in found_notes if note.status != "missing"},
        "scheme": schemes,
        "universe": universes,
    }
    scope = Scope(problems, shared.measures, schemes, names)
    occurrences: list[Occurrence] = []
    downs: list[Breakdown] = []
    for path in sorted((folder / "tables").glob("*.yaml")):
        table_occurrences, table_downs = read_table(path, scope)
        occurrences += table_occurrences
        downs += table_downs
    occurrences += read_prose(folder / "prose.csv", scope)
    for item, place in load_records(folder / "breakdowns.yaml", BreakdownIn, problems, missing_ok=True):
        made = read_breakdown(item, None, place, scope)
        downs += [made] if made else []
    problems.once("breakdown", ((down.id, Place(problems.name(folder))) for down in downs))
    observations = gather(occurrences, shared.measures, problems)
    notes = read_notes(folder, found_notes, scope)
    anomalies = load_records(folder / "anomalies.yaml", AnomalyIn, problems, missing_ok=True)
    names["breakdown"] = {down.id for down in downs}
    names["fiscal_year"] = fiscal_years(scope.used)
    problems.resolve(scope.knows)
    raw = of_observations(observations) + _read_law(folder / "law.csv", scope) + notes.places
    home = f"report/{record.id}/mention/"
    mentions = number(raw, {name.removeprefix(home) for name in withdrawn if name.startswith(home)})
    if dataset is None:
        return None
    return Report(
        record=record,
        dataset=dataset,
        universes=universes,
        schemes=schemes,
        observations=tuple(observations),
        populations=tuple(sorted(scope.used | _roots(scope.used))),
        breakdowns=tuple(downs),
        gaps=tuple(gap for gap, _ in gaps),
        notes=notes.notes,
        definitions=notes.definitions,
        claims=notes.claims,
        anomalies=tuple(anomaly for anomaly, _ in anomalies),
        mentions=tuple(mentions),
        audit=_read_audit(folder / "audit.csv", scope),
        located=read_evidence(folder / "evidence.tsv", {m.id for m in mentions}, problems),
    )


def _read_dataset(path: Path, problems: Problems) -> DatasetIn | None:
    """Read what the catalog says of the data."""
    loaded = load_one(path, DatasetIn, problems)
    if loaded is None:
        return None
    dataset, marked = loaded
    for name in ("issued", "modified"):
        try:
            date.fromisoformat(getattr(dataset, name))
        except ValueError:
            problems.add(marked.place((name,)), f"the date of {name!r} does not exist", "Write a real date.")
    if dataset.modified < dataset.issued:
        problems.add(marked.place(("modified",)), "modified lies before issued", "Write a later date.")
    return dataset


def _roots(keys: Iterable[PopulationKey]) -> set[PopulationKey]:
    """The populations that variants are variants of, and the unrestricted ones."""
    found: set[PopulationKey] = set()
    for key in keys:
        found.add(PopulationKey(key.universe, key.period))
        if key.variant:
            found.add(PopulationKey(key.universe, key.period, key.restrictions))
    return found


def _read_schemes(folder: Path, shared: Shared, problems: Problems) -> dict[str, Scheme]:
    """Read the concept schemes, and add the shared one of districts."""
    schemes: dict[str, Scheme] = {}
    for path in sorted(folder.glob("*.yaml")):
        loaded = load_one(path, Scheme, problems)
        if loaded is None:
            continue
        scheme, marked = loaded
        if scheme.id != path.stem:
            remedy = f"Name the file {scheme.id}.yaml."
            problems.add(marked.place(("id",)), f"the id is {scheme.id!r}", remedy)
        schemes[scheme.id] = scheme
        places = [marked.place(("categories", index)) for index in range(len(scheme.categories))]
        ids = [category.id for category in scheme.categories]
        problems.once("category", zip(ids, places, strict=True))
        for category, place in zip(scheme.categories, places, strict=True):
            problems.knows("category", category.broader, ids, place)
    if shared.districts:
        categories = tuple(Category(id=d.id, label=d.label) for d in shared.districts.values())
        schemes[DISTRICT_SCHEME] = Scheme(
            id=DISTRICT_SCHEME, label="judicial district", categories=categories
        )
    return schemes


def _read_law(path: Path, scope: Scope) -> list[Mention]:
    """Read the printed places of legal facts and of provisions named."""
    mentions = []
    for row in load_csv(path, LAW, scope.problems, missing_ok=True):
        part, fact, quote, place = row["part"], row["fact"], row["quote"], row.place("quote")
        inner = bracketed(quote, place, scope.problems)
        known_part = scope.knows("part", part, row.place("part"))
        if scope.knows("legal fact", fact, row.place("fact")) and known_part and inner:
            way = "PrintedInProse"
            mentions.append(Mention("", "law", fact, part, quote, inner, way, place, row["property"]))
    return mentions


def _read_audit(path: Path, scope: Scope) -> tuple[AuditRow, ...]:
    """Read the classes of tokens that no statistic claims."""
    rows = []
    for row in load_csv(path, AUDIT, scope.problems, missing_ok=True):
        scope.knows("part", row["part"], row.place("part"))
        if row["class"] not in ROW_CLASSES:
            problem = f"the class {row['class']!r} does not exist"
            scope.problems.add(row.place("class"), problem, f"Write one of: {', '.join(ROW_CLASSES)}.")
        if bracketed(row["quote"], row.place("quote"), scope.problems) is not None:
            rows.append(AuditRow(row["part"], row["class"], row["quote"], row.place("quote")))
    return tuple(rows)
