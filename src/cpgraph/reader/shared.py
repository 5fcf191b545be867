"""Read `data/shared/` and `data/law/`: what all reports share."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from cpgraph.errors import Place
from cpgraph.reader.files import Problems, load_one, load_records
from cpgraph.records.common import Record
from cpgraph.records.data import Shared
from cpgraph.records.law import Concept, Provision
from cpgraph.records.shared import Agency, Districts, SourceDocument, Work
from cpgraph.records.statistics import Measure

R = TypeVar("R", bound=Record)


def _by_id(path: Path, model: type[R], problems: Problems) -> tuple[dict[str, R], dict[str, Place]]:
    """Read a list of records by id, with their places."""
    found = load_records(path, model, problems, missing_ok=True)
    return {getattr(r, "id"): r for r, _ in found}, {getattr(r, "id"): p for r, p in found}  # noqa: B009 - every model here has an id


def _wants(kind: str, name: str | None, known: object, place: Place, problems: Problems) -> None:
    """Note a reference to something that is not there."""
    if name is not None and name not in known:  # type: ignore[operator]
        problems.add(place, f"the {kind} {name!r} does not exist", f"Add it, or name another {kind}.")


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
    measures, _ = _by_id(folder / "measures.yaml", Measure, problems)
    conduct, _ = _by_id(folder / "conduct.yaml", Concept, problems)
    conditions, _ = _by_id(folder / "conditions.yaml", Concept, problems)
    agencies, agency_places = _by_id(folder / "agencies.yaml", Agency, problems)
    works, work_places = _by_id(folder / "works.yaml", Work, problems)
    documents, document_places = _by_id(folder / "documents.yaml", SourceDocument, problems)
    provisions, law_places = read_provisions(root / "law", problems)
    loaded = None
    if (folder / "districts.yaml").exists():
        loaded = load_one(folder / "districts.yaml", Districts, problems)
    areas = loaded[0] if loaded else Districts(states=(), districts=())
    states = {state.id: state for state in areas.states}
    for name, agency in agencies.items():
        _wants("agency", agency.part_of, agencies, agency_places[name], problems)
    for name, work in works.items():
        _wants("agency", work.author, agencies, work_places[name], problems)
    for name, document in documents.items():
        _wants("agency", document.agency, agencies, document_places[name], problems)
        for used in document.used:
            _wants("source document", used, documents, document_places[name], problems)
    for index, district in enumerate(areas.districts):
        for state in district.states:
            place = loaded[1].place(("districts", index)) if loaded else Place("districts.yaml")
            _wants("state", state, states, place, problems)
    known = Known(provisions, conduct, conditions, agencies, documents)
    for name, provision in provisions.items():
        known.check(provision, law_places[name], problems)
    return Shared(
        measures,
        conduct,
        conditions,
        agencies,
        works,
        documents,
        {district.id: district for district in areas.districts},
        states,
        provisions,
    )


@dataclass(frozen=True)
class Known:
    """What the law may name."""

    provisions: Mapping[str, Provision]
    conduct: Mapping[str, Concept]
    conditions: Mapping[str, Concept]
    agencies: Mapping[str, Agency]
    documents: Mapping[str, SourceDocument]

    def check(self, provision: Provision, place: Place, problems: Problems) -> None:
        """Check that everything a provision names exists, and that it is no part of itself."""

        def wants(kind: str, names: Iterable[str | None], known: object) -> None:
            for name in names:
                _wants(kind, name, known, place, problems)

        wants("provision", [provision.part_of], self.provisions)
        for version in provision.versions:
            wants("version", [version.replaces], {other.id for other in provision.versions})
            wants("agency", [version.changed_by], self.agencies)
            wants("provision", [version.changed_through, version.prompted_by], self.provisions)
        for _, fact in provision.all_facts():
            wants("conduct", [*fact.trigger, *fact.not_required, fact.act], self.conduct)
            wants("condition", [fact.condition], self.conditions)
            wants("provision", [*fact.refers_to, fact.to], self.provisions)
            wants("provision or effect", fact.in_addition_to, law_names(self.provisions))
            wants("agency", [fact.duty_of], self.agencies)
            wants("source document", fact.named, self.documents)
        seen = {provision.id}
        step = provision.part_of
        while step is not None and step in self.provisions:
            if step in seen:
                name = provision.id
                problems.add(
                    place, f"the provision {name!r} is a part of itself", "Break the circle of part_of."
                )
                return
            seen.add(step)
            step = self.provisions[step].part_of


def law_names(provisions: Mapping[str, Provision]) -> set[str]:
    """The local names of all provisions, versions and effects."""
    names = set(provisions)
    for provision in provisions.values():
        names |= {f"{owner}_{fact.id}" for owner, fact in provision.all_facts()}
        names |= {f"{provision.id}_{version.id}" for version in provision.versions}
    return names
