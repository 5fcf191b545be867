"""Read one report's folder and check every name that one file uses of another."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from cpgraph.errors import Place
from cpgraph.reader.apparatus import read_anomalies, read_apparatus
from cpgraph.reader.files import Problems, load_csv, load_list, load_one
from cpgraph.reader.lock import read_evidence
from cpgraph.reader.mentions import Raw, check_parts, number, of_observations
from cpgraph.reader.observations import gather
from cpgraph.reader.tables import Scope, bracketed, read_breakdown, read_prose, read_table
from cpgraph.records.data import AUDIT_CLASSES, FOUND_CLASSES, AuditRow, Report, Shared
from cpgraph.records.document import DatasetIn, ReportIn
from cpgraph.records.statistics import (
    Breakdown,
    BreakdownIn,
    Category,
    GapIn,
    PopulationKey,
    Print,
    Scheme,
    Universe,
)

LAW = ("part", "fact", "property", "quote")
AUDIT = ("part", "class", "quote")
ROW_CLASSES = tuple(name for name in AUDIT_CLASSES if name not in FOUND_CLASSES)
DISTRICT_SCHEME = "district"


def read_report(folder: Path, shared: Shared, problems: Problems) -> Report | None:
    """Read a report; None when `report.yaml` or `dataset.yaml` cannot be read."""
    loaded = load_one(folder / "report.yaml", ReportIn, problems)
    if loaded is None:
        return None
    record, marked = loaded
    if record.id != folder.name:
        problems.add(marked.place(("id",)), f"the id is {record.id!r}", f"Name the folder {record.id}.")
    if record.publisher not in shared.agencies:
        problems.add(
            marked.place(("publisher",)),
            f"the agency {record.publisher!r} does not exist",
            "Add it to agencies.yaml.",
        )
    names = [part.id for part in record.parts]
    for index, name in enumerate(names):
        if names.index(name) != index:
            problems.add(
                marked.place(("parts", index)), f"the part {name!r} stands here twice", "Rename one."
            )
    dataset = _read_dataset(folder / "dataset.yaml", problems)
    universes = {u.id: u for u, _ in load_list(folder / "universes.yaml", Universe, problems)}
    schemes = _read_schemes(folder / "schemes", shared, universes, problems)
    apparatus_parts = _note_parts(folder)
    scope = Scope(
        problems,
        frozenset(universes),
        schemes,
        shared.measures,
        frozenset(names) | apparatus_parts,
    )
    scope.population(record.default_population, marked.place(("default_population",)))
    prints: list[Print] = []
    downs: list[Breakdown] = []
    for path in sorted((folder / "tables").glob("*.yaml")):
        table_prints, table_downs = read_table(path, scope)
        prints += table_prints
        downs += table_downs
    prints += read_prose(folder / "prose.csv", scope)
    for item, place in load_list(folder / "breakdowns.yaml", BreakdownIn, problems, missing_ok=True):
        made = read_breakdown(item, None, "", place, scope)
        downs += [made] if made else []
    _unique(downs, problems, folder)
    observations = gather(prints, shared.measures, problems)
    gaps = _read_gaps(folder / "gaps.yaml", scope)
    apparatus = read_apparatus(folder, shared, scope)
    raw = of_observations(observations) + _read_law(folder / "law.csv", shared, scope) + apparatus.places
    mentions = number(raw)
    check_parts(mentions, dict.fromkeys(scope.parts), problems)
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
        gaps=gaps,
        notes=apparatus.notes,
        definitions=apparatus.definitions,
        claims=apparatus.claims,
        anomalies=read_anomalies(folder / "anomalies.yaml", apparatus, {d.id for d in downs}, scope),
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


def _read_schemes(
    folder: Path, shared: Shared, universes: dict[str, Universe], problems: Problems
) -> dict[str, Scheme]:
    """Read the concept schemes, and add the shared one of districts."""
    schemes: dict[str, Scheme] = {}
    for path in sorted(folder.glob("*.yaml")):
        loaded = load_one(path, Scheme, problems)
        if loaded is None:
            continue
        scheme, marked = loaded
        if scheme.id != path.stem:
            problems.add(
                marked.place(("id",)), f"the id is {scheme.id!r}", f"Name the file {scheme.id}.yaml."
            )
        schemes[scheme.id] = scheme
        ids = [category.id for category in scheme.categories]
        for index, category in enumerate(scheme.categories):
            place = marked.place(("categories", index))
            if ids.index(category.id) != index:
                problems.add(place, f"the category {category.id!r} stands here twice", "Rename one.")
            if category.broader is not None and category.broader not in ids:
                problems.add(
                    place, f"the category {category.broader!r} does not exist", "Name one of this file."
                )
            for name in category.concerns:
                if name not in shared.conduct:
                    problems.add(place, f"the conduct {name!r} does not exist", "Add it to conduct.yaml.")
            for law in (category.application_of, category.cross_reference_from, category.cross_reference_to):
                if law is not None and law not in shared.provisions:
                    problems.add(place, f"the provision {law!r} does not exist", "Add it to data/law/.")
    if shared.districts:
        categories = tuple(Category(id=d.id, label=d.label) for d in shared.districts.values())
        schemes[DISTRICT_SCHEME] = Scheme(
            id=DISTRICT_SCHEME, label="judicial district", categories=categories
        )
    for universe in universes.values():
        if universe.part_of is not None and universe.part_of not in universes:
            problems.add(
                Place(problems.name(folder.parent / "universes.yaml")),
                f"the universe {universe.part_of!r} does not exist",
                "Add it.",
            )
    return schemes


def _unique(downs: list[Breakdown], problems: Problems, folder: Path) -> None:
    """Breakdown ids are unique over all files of a report."""
    names = [down.id for down in downs]
    for name in sorted({name for name in names if names.count(name) > 1}):
        problems.add(Place(problems.name(folder)), f"two breakdowns have the id {name!r}", "Rename one.")


def _read_gaps(path: Path, scope: Scope) -> tuple[GapIn, ...]:
    """Read the stated gaps."""
    gaps = []
    for gap, place in load_list(path, GapIn, scope.problems, missing_ok=True):
        scope.part(gap.part, place)
        if gap.measure not in scope.measures:
            scope.problems.add(place, f"the measure {gap.measure!r} does not exist", "Name a known one.")
        if gap.population is not None:
            scope.population(gap.population, place)
        gaps.append(gap)
    return tuple(gaps)


def _read_law(path: Path, shared: Shared, scope: Scope) -> list[Raw]:
    """Read the printed places of legal facts and of provisions named."""
    if not path.exists():
        return []
    known = set(shared.provisions)
    for provision in shared.provisions.values():
        known |= {f"{owner}_{fact.id}" for owner, fact in provision.all_facts()}
        known |= {f"{provision.id}_{version.id}" for version in provision.versions}
    raw: list[Raw] = []
    for row in load_csv(path, LAW, scope.problems):
        ok = scope.part(row["part"], row.place("part"))
        if row["fact"] not in known:
            scope.problems.add(
                row.place("fact"),
                f"the legal fact {row['fact']!r} does not exist",
                "Name a provision, version or fact.",
            )
            ok = False
        inner = bracketed(row["quote"], row.place("quote"), scope.problems)
        if ok and inner is not None:
            place = row.place("quote")
            raw.append(
                (
                    "law",
                    row["fact"],
                    row["property"],
                    row["part"],
                    row["quote"],
                    inner,
                    "PrintedInProse",
                    place,
                )
            )
    return raw


def _read_audit(path: Path, scope: Scope) -> tuple[AuditRow, ...]:
    """Read the classes of tokens that no statistic claims."""
    if not path.exists():
        return ()
    rows = []
    for row in load_csv(path, AUDIT, scope.problems):
        scope.part(row["part"], row.place("part"))
        if row["class"] not in ROW_CLASSES:
            scope.problems.add(
                row.place("class"),
                f"the class {row['class']!r} does not exist",
                "Write one of: " + ", ".join(ROW_CLASSES) + ".",
            )
        if bracketed(row["quote"], row.place("quote"), scope.problems) is not None:
            rows.append(AuditRow(row["part"], row["class"], row["quote"], row.place("quote")))
    return tuple(rows)


def _note_parts(folder: Path) -> frozenset[str]:
    """The ids under which notes are parts of the report; their records are read with the apparatus."""
    path = folder / "notes.yaml"
    if not path.exists():
        return frozenset()
    quiet = Problems(folder)
    from cpgraph.records.apparatus import NoteIn

    return frozenset(
        f"note-{note.n}" for note, _ in load_list(path, NoteIn, quiet) if note.status != "missing"
    )
