"""Read `data/shared/` and `data/law/`: what all reports share."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any, TypeVar

from cpgraph.errors import Place
from cpgraph.reader.files import Problems, load_one, load_records
from cpgraph.records.common import Record
from cpgraph.records.data import Shared
from cpgraph.records.law import Concept, Provision
from cpgraph.records.shared import Agency, Districts, SourceDocument, Work
from cpgraph.records.statistics import Measure

R = TypeVar("R", bound=Record)


def _by_id(path: Path, model: type[R], problems: Problems) -> dict[str, R]:
    """Read a list of records by id."""
    found = load_records(path, model, problems, missing_ok=True)
    return {getattr(record, "id"): record for record, _ in found}  # noqa: B009 - every model here has an id


def read_provisions(folder: Path, problems: Problems) -> tuple[dict[str, Provision], dict[str, Place]]:
    """Read every file of the law folder; ids are unique over all of them."""
    provisions: dict[str, Provision] = {}
    places: dict[str, Place] = {}
    for path in sorted(folder.glob("*.yaml")):
        for record, place in load_records(path, Provision, problems):
            if record.id in provisions:
                problems.add(
                    place,
                    f"the provision {record.id!r} stands in {places[record.id]} too",
                    "Remove one of the two.",
                )
            provisions[record.id], places[record.id] = record, place
    return provisions, places


def read_shared(root: Path, problems: Problems) -> Shared:
    """Read the shared records and check what they say of each other."""
    folder = root / "shared"
    loaded = None
    if (folder / "districts.yaml").exists():
        loaded = load_one(folder / "districts.yaml", Districts, problems)
    areas = loaded[0] if loaded else Districts(states=(), districts=())
    provisions, places = read_provisions(root / "law", problems)
    shared = Shared(
        measures=_by_id(folder / "measures.yaml", Measure, problems),
        conduct=_by_id(folder / "conduct.yaml", Concept, problems),
        conditions=_by_id(folder / "conditions.yaml", Concept, problems),
        agencies=_by_id(folder / "agencies.yaml", Agency, problems),
        works=_by_id(folder / "works.yaml", Work, problems),
        documents=_by_id(folder / "documents.yaml", SourceDocument, problems),
        districts={district.id: district for district in areas.districts},
        states={state.id: state for state in areas.states},
        provisions=provisions,
    )
    known = names(shared)
    problems.resolve(lambda kind, name, place: problems.knows(kind, name, known[kind], place))
    for provision in provisions.values():
        _check_order(provision, provisions, places[provision.id], problems)
    return shared


def names(shared: Shared) -> dict[str, Collection[Any]]:
    """What all reports share, by the kinds by which data name it."""
    return {
        "agency": shared.agencies,
        "condition": shared.conditions,
        "conduct": shared.conduct,
        "document": shared.documents,
        "legal fact": law_names(shared.provisions),
        "measure": shared.measures,
        "provision": shared.provisions,
        "state": shared.states,
        "work": shared.works,
    }


def _check_order(
    provision: Provision, known: Mapping[str, Provision], place: Place, problems: Problems
) -> None:
    """Check that a version replaces one of the same provision, and that no provision is a part of itself."""
    versions = {version.id for version in provision.versions}
    for version in provision.versions:
        problems.knows("version", version.replaces, versions, place)
    seen, step = {provision.id}, provision.part_of
    while step is not None and step in known:
        if step in seen:
            problem = f"the provision {provision.id!r} is a part of itself"
            problems.add(place, problem, "Break the circle of part_of.")
            return
        seen.add(step)
        step = known[step].part_of


def law_names(provisions: Mapping[str, Provision]) -> set[str]:
    """The local names of all provisions, versions and effects."""
    names = set(provisions)
    for provision in provisions.values():
        names |= {f"{owner}_{fact.id}" for owner, fact in provision.all_facts()}
        names |= {f"{provision.id}_{version.id}" for version in provision.versions}
    return names
