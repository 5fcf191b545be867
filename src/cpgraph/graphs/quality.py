"""Triples of two ledgers, as quality annotations: the report's own inconsistencies, and damage to its text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import NamedNode

from cpgraph.arithmetic import Computed
from cpgraph.iris import ReportIris, shared
from cpgraph.records.data import Report
from cpgraph.records.notes import AnomalyIn
from cpgraph.triples import Triple, each, english, given, integer, plain, resource, typed
from cpgraph.vocab import CPG, DQV, LDQD, OA, SKOS, XSD

VERDICTS = ("Holds", "WithinRounding", "OutsideTolerance", "Contradicted", "NotCheckable")
_IN_TEXT = "mentions-in-"
_COUNTS_OF: Final = {
    "observations": LDQD.completeness,
    "mentions": LDQD.trustworthiness,
    "claims": LDQD.consistency,
    "anomalies": LDQD.consistency,
    "damage": LDQD.semanticAccuracy,
}


def anomalies(records: Iterable[AnomalyIn], iris: ReportIris) -> Iterator[Triple]:
    """Each anomaly with its computation; a cause is a hypothesis and nothing more."""
    for record in records:
        node = iris("an", record.id)
        yield from typed(node, CPG.TextDamage if record.is_damage else CPG.Anomaly, DQV.QualityAnnotation)
        yield from resource(node, record.what)
        yield node, SKOS.notation, plain(record.id)
        yield node, OA.motivatedBy, DQV.qualityAssessment
        yield node, CPG.anomalyKind, CPG[record.kind]
        yield node, CPG.severity, CPG[record.severity]
        yield node, CPG.computation, english(record.computation)
        yield from given(node, CPG.hypothesis, record.hypothesis, english)
        yield from each(node, CPG.check, (shared("check", name) for name in record.check))
        yield from each(node, OA.hasTarget, (iris.named(*item.named) for item in record.about))
        yield from each(node, CPG.printedIn, (iris.place(part) for part in record.parts))


def metrics(report: Report, computed: Computed) -> Iterator[Triple]:
    """What is counted of a report, and but for its texts of others alike: these triples are shared."""
    for name, (label, _) in _counts(report, computed).items():
        node = _metric(report, name)
        yield from typed(node, DQV.Metric)
        yield from resource(node, label)
        yield node, DQV.expectedDataType, XSD.integer
        yield node, DQV.inDimension, _COUNTS_OF[name.partition("-")[0]]


def measurements(report: Report, computed: Computed, iris: ReportIris) -> Iterator[Triple]:
    """What a reader may want to know of the dataset as a whole, each number a DQV measurement."""
    for name, (label, count) in _counts(report, computed).items():
        node = iris("qm", name)
        yield from typed(node, DQV.QualityMeasurement)
        yield from resource(node, f"{label}: {count}")
        yield node, DQV.isMeasurementOf, _metric(report, name)
        yield node, DQV.computedOn, shared("dataset", report.record.id)
        yield node, DQV.value, integer(count)


def _metric(report: Report, name: str) -> NamedNode:
    """The metric of a count; one that is named after a text of a report carries the report in its name."""
    return shared("check", f"{report.record.id}-{name}" if name.startswith(_IN_TEXT) else name)


def _counts(report: Report, computed: Computed) -> dict[str, tuple[str, int]]:
    """Each metric's label, and its value."""
    counts = {
        "observations-printed": ("numbers printed in the report", len(report.observations)),
        "observations-computed": ("numbers computed here from printed ones", len(computed.derived)),
        "mentions": ("printed places recorded", len(report.mentions)),
    }
    for text in report.record.extractions:
        placed = sum(any(name == text.id for name, _, _ in item.offsets) for item in report.located.values())
        label = f"printed places of {report.record.id} located in: {text.label}"
        counts[_IN_TEXT + text.id] = (label, placed)
    for verdict in VERDICTS:
        found = sum(item.verdict == verdict for item in computed.claims)
        counts[f"claims-{verdict.lower()}"] = (f"claims with the verdict {verdict}", found)
    for ledger, what in (("anomalies", "anomalies of the report"), ("damage", "damage of our copy")):
        for severity in ("High", "Medium", "Low"):
            held = [item for item in report.anomalies if item.is_damage == (ledger == "damage")]
            found = sum(item.severity == severity for item in held)
            counts[f"{ledger}-{severity.lower()}"] = (f"{what}, severity {severity.lower()}", found)
    return counts
