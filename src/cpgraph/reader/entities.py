"""Which things of ours a link may start from or lead to: everything that has a name of its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cpgraph.reader.scope import fiscal_years
from cpgraph.records.data import Report, Shared
from cpgraph.records.links import Topic
from cpgraph.records.shared import DISTRICT_SCHEME
from cpgraph.vocab import BASE, PREFIXES, report_prefixes

UNITS = ("time:unitMonth", "unit:NUM", "unit:PERCENT", "unit:YR")
"""The units of the measures: terms of others, to which the data add a label and links."""


@dataclass(frozen=True)
class Entity:
    """A thing of the data: its kind (the prefix, without that of its report) and its IRI."""

    kind: str
    iri: str


def entities(shared: Shared, topics: Iterable[Topic], reports: Iterable[Report]) -> dict[str, Entity]:
    """Everything that can be linked, by prefixed name, such as `court:mnd` or `cat:outcome.granted`."""
    known: dict[str, Entity] = {}
    for kind, local in _shared(shared, topics):
        known[f"{kind}:{local}"] = Entity(kind, PREFIXES[kind] + local)
    for report in reports:
        name = report.record.id
        known[f"report:{name}"] = Entity("report", f"{BASE}report/{name}")
        prefixes = report_prefixes(name)
        for kind, local in _of_report(report):
            known[f"{report.record.prefix}{kind}:{local}"] = Entity(kind, prefixes[kind] + local)
        for year in fiscal_years(report.populations):
            known[f"fy:{year}"] = Entity("fy", f"{PREFIXES['fy']}{year}")
    return known


def _shared(shared: Shared, topics: Iterable[Topic]) -> Iterator[tuple[str, str]]:
    """Kind and local name of everything that belongs to no single report."""
    for kind, names in (
        ("agency", shared.agencies),
        ("condition", shared.conditions),
        ("conduct", shared.conduct),
        ("court", shared.districts),
        ("district", shared.districts),
        ("law", shared.provisions),
        ("m", shared.measures),
        ("source", shared.documents),
        ("state", shared.states),
        ("work", shared.works),
    ):
        yield from ((kind, name) for name in names)
    for provision in shared.provisions.values():
        yield from (("law", f"{provision.id}_{version.id}") for version in provision.versions)
    yield from (("topic", topic.id) for topic in topics)
    for name in UNITS:
        kind, _, local = name.partition(":")
        yield kind, local


def _of_report(report: Report) -> Iterator[tuple[str, str]]:
    """Kind and local name of what one report has; districts are shared by all reports."""
    yield from (("universe", name) for name in report.universes)
    for scheme in report.schemes.values():
        if scheme.id == DISTRICT_SCHEME:
            continue
        yield "scheme", scheme.id
        yield from (("cat", f"{scheme.id}.{category.id}") for category in scheme.categories)
    yield from (("part", part.id) for part in report.record.parts)
    yield from (("def", definition.id) for definition in report.definitions)
