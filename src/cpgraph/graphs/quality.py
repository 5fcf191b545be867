"""Triples of the anomaly ledger: the report's own inconsistencies, as quality annotations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from cpgraph.iris import ReportIris, shared
from cpgraph.records.apparatus import About, AnomalyIn
from cpgraph.records.statistics import ObservationKey, PopulationKey
from cpgraph.triples import Triple, concept, each, english, plain, typed
from cpgraph.vocab import CPG, DQV, OA, SKOS


def anomalies(records: Iterable[AnomalyIn], iris: ReportIris) -> Iterator[Triple]:
    """Each anomaly with its computation; a cause is a hypothesis and nothing more."""
    for record in records:
        node = iris("an", record.id)
        yield from typed(node, CPG.Anomaly, DQV.QualityAnnotation)
        yield from concept(node, record.what)
        yield node, SKOS.notation, plain(record.id)
        yield node, OA.motivatedBy, DQV.qualityAssessment
        yield node, CPG.anomalyKind, CPG[record.kind]
        yield node, CPG.severity, CPG[record.severity]
        yield node, CPG.computation, english(record.computation)
        if record.hypothesis:
            yield node, CPG.hypothesis, english(record.hypothesis)
        if record.check:
            yield node, CPG.check, shared("check", record.check)
        yield from each(node, OA.hasTarget, (about(item, iris) for item in record.about))
        yield from each(node, CPG.printedIn, (iris.place(part) for part in record.parts))


def about(item: About, iris: ReportIris) -> NamedNode:
    """The IRI of what an anomaly is about."""
    if item.observation is not None:
        return iris("obs", ObservationKey.parse(item.observation).local)
    if item.population is not None:
        return iris("pop", PopulationKey.parse(item.population).local)
    if item.note is not None:
        return iris("note", str(item.note))
    for prefix, name in (
        ("part", item.part),
        ("claim", item.claim),
        ("bd", item.breakdown),
        ("def", item.definition),
    ):
        if name is not None:
            return iris(prefix, name)
    raise ValueError("an item of `about` names nothing")
