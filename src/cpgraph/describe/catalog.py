"""The catalog: the datasets, their files and the endpoint, as DCAT 3."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

from cpgraph import flat
from cpgraph.describe.templates import triples
from cpgraph.flat import columnar
from cpgraph.iris import ReportIris, period, shared
from cpgraph.records.data import Report
from cpgraph.triples import Triple
from cpgraph.vocab import LICENSE

_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
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
    """The files that the catalog lists as distributions.

    Those that hold it have no size and digest in it; nor have those whose bytes depend on the release of the library
    that writes them, as the graph does not.
    """
    columns = shared("download", "csvw.json").value
    unsized = "Its size and checksum stand in SHA256SUMS."
    made = [
        _file(name, title, f"{unsized} The file holds this description.", f"application/{form}", standard)
        for name, title, form in (
            ("cpgraph.nq", "All graphs as canonical N-Quads (RDFC-1.0)", "n-quads"),
            ("cpgraph.trig", "All graphs as TriG, for readers", "trig"),
        )
        for standard in (f"http://www.w3.org/TR/{form}/",)
    ]
    for name, text in sorted(tables.items()):
        told, title = "A row for each; csvw.json says what its columns hold.", flat.tables()[name].title
        made.append(_file(name, f"{title} as CSV", told, "text/csv", columns, text.encode()))
    told = f"The same rows with types: an empty cell is null, a list is a list. {unsized}"
    for name in sorted(tables):
        title = f"{flat.tables()[name].title} as Parquet"
        made.append(_file(columnar.file_name(name), title, told, "application/vnd.apache.parquet", columns))
    told = f"A sheet for each CSV file, for spreadsheets; the first says what the columns hold. {unsized}"
    return [*made, _file(columnar.WORKBOOK, "All tables as one workbook", told, _XLSX, columns)]


def _file(
    name: str, title: str, description: str, media_type: str, conforms_to: str, content: bytes | None = None
) -> dict[str, Any]:
    """A file as the template has it, with its size and digest where its content is given."""
    return {
        "name": name,
        "title": title,
        "description": description,
        "media_type": media_type,
        "conforms_to": conforms_to,
        "size": len(content or b""),
        "sha256": sha256(content).hexdigest() if content else "",
    }
