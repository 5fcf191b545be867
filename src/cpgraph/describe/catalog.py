"""The catalog: the datasets, their files and the endpoint, as DCAT 3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from cpgraph import flat
from cpgraph.describe.templates import triples
from cpgraph.iris import ReportIris, period, shared
from cpgraph.records.data import Report
from cpgraph.triples import Triple
from cpgraph.vocab import LICENSE


@dataclass(frozen=True)
class File:
    """A published file; size and digest are left out where the file holds this very description."""

    name: str
    title: str
    media_type: str
    conforms_to: str
    size: int = 0
    sha256: str = ""


def catalog(reports: Sequence[Report], tables: Mapping[str, str], version: str) -> Iterator[Triple]:
    """The catalog, the dataset of everything, the dataset of each report, the files and the endpoint."""
    return triples(
        "catalog.ttl.j2",
        version=version,
        license=LICENSE,
        issued=min(report.dataset.issued for report in reports),
        modified=max(report.dataset.modified for report in reports),
        keywords=sorted({word for report in reports for word in report.dataset.keywords}),
        reports=[_values(report) for report in reports],
        files=_files(tables),
    )


def _values(report: Report) -> dict[str, Any]:
    """What the template says of a report: its own description, its periods, and examples of what it holds."""
    iris = ReportIris(report.record.id)
    periods = {obs.key.population.period for obs in report.observations}
    first = [iris("obs", obs.key.local) for obs in report.observations[:1]]
    return report.dataset.model_dump() | {
        "id": report.record.id,
        "dataset": f"dataset:{report.record.id}",
        "periods": [str(period(name)) for name in sorted(periods)],
        "examples": [str(iri) for iri in (iris.report, *first)],
    }


def _files(tables: Mapping[str, str]) -> list[File]:
    """The files that the catalog lists as distributions; each holds all reports."""
    standard = "http://www.w3.org/TR/"
    found = [
        File(
            "cpgraph.nq",
            "All graphs as canonical N-Quads (RDFC-1.0)",
            "application/n-quads",
            f"{standard}n-quads/",
        ),
        File("cpgraph.trig", "All graphs as TriG, for readers", "application/trig", f"{standard}trig/"),
    ]
    described = shared("download", "csvw.json").value
    for name, text in sorted(tables.items()):
        content, title = text.encode(), f"{flat.tables()[name].title} as CSV"
        digest = sha256(content).hexdigest()
        found.append(File(name, title, "text/csv", described, len(content), digest))
    return found
