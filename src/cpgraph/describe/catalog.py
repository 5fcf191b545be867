"""The catalog: the datasets, their files and the endpoint, as DCAT 3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from cpgraph import flat
from cpgraph.describe.templates import triples
from cpgraph.iris import ReportIris, period, shared
from cpgraph.records.data import Report
from cpgraph.triples import Triple
from cpgraph.vocab import LICENSE

_PLACES: Final = "http://publications.europa.eu/resource/authority/country/"


def catalog(reports: Sequence[Report], tables: Mapping[str, str], version: str) -> Iterator[Triple]:
    """The catalog, the dataset of everything, the dataset of each report, the files and the endpoint."""
    held = [_values(report) for report in reports]
    return triples(
        "catalog.ttl.j2",
        version=version,
        license=LICENSE,
        issued=min(report.dataset.issued for report in reports),
        modified=max(report.dataset.modified for report in reports),
        keywords=sorted({word for report in reports for word in report.dataset.keywords}),
        reports=held,
        places=sorted({values["place"] for values in held}),
        periods=sorted({name for values in held for name in values["periods"]}),
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
        "place": f"<{_PLACES}{report.dataset.country}>",
        "periods": [str(period(name)) for name in sorted(periods)],
        "examples": [str(iri) for iri in (iris.report, *first)],
    }


def _files(tables: Mapping[str, str]) -> list[dict[str, Any]]:
    """The files that the catalog lists as distributions; those that hold it have no size and digest in it."""
    graphs = {
        "cpgraph.nq": ("All graphs as canonical N-Quads (RDFC-1.0)", "n-quads"),
        "cpgraph.trig": ("All graphs as TriG, for readers", "trig"),
    }
    return [
        {
            "name": name,
            "title": title,
            "media_type": f"application/{form}",
            "conforms_to": f"http://www.w3.org/TR/{form}/",
            "sha256": "",
        }
        for name, (title, form) in graphs.items()
    ] + [
        {
            "name": name,
            "title": f"{flat.tables()[name].title} as CSV",
            "description": "A row for each; csvw.json says what its columns hold.",
            "media_type": "text/csv",
            "conforms_to": shared("download", "csvw.json").value,
            "size": len(text.encode()),
            "sha256": sha256(text.encode()).hexdigest(),
        }
        for name, text in sorted(tables.items())
    ]
