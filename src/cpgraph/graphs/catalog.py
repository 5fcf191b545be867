"""Triples of the catalog: the datasets, their files and the endpoint, as DCAT 3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from cpgraph.iris import ReportIris, graph, period, shared
from cpgraph.records.data import Report
from cpgraph.triples import Triple, each, english, plain, typed
from cpgraph.vocab import BASE, DCAT, DCTERMS, FOAF, LICENSE, QB, RDFS, SPDX, VOID, XSD

CATALOG = NamedNode(f"{BASE}catalog")
ENDPOINT = NamedNode(f"{BASE}sparql")
HOME = NamedNode(BASE)
MAINTAINERS = NamedNode(f"{BASE}maintainers")
MAINTAINERS_NAME = "The cpgraph maintainers"
WHOLE = shared("dataset", "cpgraph")
TITLE = "cpgraph: federal sentencing reports as linked data"
DESCRIPTION = (
    "Reports of the United States Sentencing Commission as linked data: every number once, with the places that "
    "print it, what it counts, the definitions and notes that bear on it, and the provisions that the report "
    "describes; recomputed, and marked where the report does not agree with itself. Published aggregates only: no "
    "case, and nothing that identifies a person."
)
COUNTED = (
    "The statistics describe all named graphs other than graph/catalog, which holds them. A triple that stands in "
    "several graphs counts once; entities are the subjects whose IRI begins with the base."
)
_LICENSE = NamedNode(LICENSE)

_EU = "http://publications.europa.eu/resource/authority/"
_PUBLIC = NamedNode(f"{_EU}access-right/PUBLIC")
_JUSTICE = NamedNode(f"{_EU}data-theme/JUST")
_ENGLISH = NamedNode("http://id.loc.gov/vocabulary/iso639-1/en")
_CUBE = NamedNode(QB.DataSet.value.removesuffix("DataSet"))
_PROTOCOL = NamedNode("http://www.w3.org/TR/sparql11-protocol/")
_MEDIA = "https://www.iana.org/assignments/media-types/"


@dataclass(frozen=True)
class File:
    """A published file; size and digest are None where the file holds this very description."""

    name: str
    title: str
    media_type: str
    conforms_to: str
    size: int | None = None
    sha256: str | None = None


def country(code: str) -> NamedNode:
    """The IRI of a country by its code of three letters, in the EU's table of countries."""
    return NamedNode(f"{_EU}country/{code}")


def citation(title: str, issued: str, version: str) -> str:
    """How to cite a dataset."""
    return f"{MAINTAINERS_NAME} ({issued[:4]}). {title}, version {version}. CC0 1.0."


def _date(text: str) -> Literal:
    return Literal(text, datatype=XSD.date)


def _resource(node: NamedNode, title: str, description: str, dates: tuple[str, str]) -> Iterator[Triple]:
    """What a catalog and every dataset say of themselves."""
    yield node, RDFS.label, english(title)
    yield node, DCTERMS.title, english(title)
    yield node, DCTERMS.description, english(description)
    yield node, DCTERMS.publisher, MAINTAINERS
    yield node, DCTERMS.license, _LICENSE
    yield node, DCTERMS.accessRights, _PUBLIC
    yield node, DCTERMS.language, _ENGLISH
    yield node, DCTERMS.issued, _date(dates[0])
    yield node, DCTERMS.modified, _date(dates[1])


def dataset(report: str) -> NamedNode:
    """The IRI of the dataset of one report."""
    return shared("dataset", report)


def catalog(reports: Iterable[Report], files: Iterable[File], version: str) -> Iterator[Triple]:
    """The catalog, the dataset of everything, the dataset of each report, the files and the endpoint."""
    held = list(reports)
    dates = (min(r.dataset.issued for r in held), max(r.dataset.modified for r in held))
    yield from typed(MAINTAINERS, FOAF.Agent)
    yield MAINTAINERS, FOAF.name, plain(MAINTAINERS_NAME)
    yield MAINTAINERS, RDFS.label, english(MAINTAINERS_NAME)
    yield from typed(CATALOG, DCAT.Catalog)
    yield from _resource(CATALOG, "Catalog of cpgraph", "What cpgraph publishes, and where.", dates)
    yield CATALOG, FOAF.homepage, HOME
    yield CATALOG, DCAT.service, ENDPOINT
    yield from each(CATALOG, DCAT.dataset, [WHOLE, *(dataset(r.record.id) for r in held)])
    yield from typed(WHOLE, DCAT.Dataset, VOID.Dataset)
    yield from _resource(WHOLE, TITLE, f"{DESCRIPTION} {COUNTED}", dates)
    yield from _edition(WHOLE, TITLE, dates[0], version)
    words = sorted({word for r in held for word in r.dataset.keywords})
    yield from each(WHOLE, DCAT.keyword, (english(word) for word in words))
    yield WHOLE, VOID.sparqlEndpoint, ENDPOINT
    yield WHOLE, VOID.uriSpace, plain(BASE)
    for report in held:
        yield from _report(report, version)
        yield WHOLE, DCTERMS.hasPart, dataset(report.record.id)
    yield from _files(list(files), [WHOLE, *(dataset(r.record.id) for r in held)])
    yield from _service([WHOLE, *(dataset(r.record.id) for r in held)])
    described = graph("catalog")
    yield from typed(described, VOID.DatasetDescription)
    yield described, FOAF.primaryTopic, WHOLE


def _edition(node: NamedNode, title: str, issued: str, version: str) -> Iterator[Triple]:
    """What a dataset says beside a catalog: version, citation, theme and the standards it follows."""
    yield node, DCAT.version, plain(version)
    yield node, DCTERMS.bibliographicCitation, english(citation(title, issued, version))
    yield node, DCAT.theme, _JUSTICE
    yield node, DCAT.landingPage, HOME
    yield from each(node, DCTERMS.conformsTo, [_CUBE, NamedNode(f"{BASE}ns"), NamedNode(f"{BASE}shapes")])


def _report(report: Report, version: str) -> Iterator[Triple]:
    """The dataset of one report."""
    record, about = report.record, report.dataset
    iris, node = ReportIris(record.id), dataset(record.id)
    yield from typed(node, DCAT.Dataset, VOID.Dataset)
    yield from _resource(node, about.title, f"{about.description} {COUNTED}", (about.issued, about.modified))
    yield from _edition(node, about.title, about.issued, version)
    yield node, DCTERMS.identifier, plain(record.id)
    yield node, DCTERMS.isPartOf, WHOLE
    yield node, DCTERMS.source, iris.report
    yield node, DCTERMS.spatial, country(about.country)
    yield from each(node, DCTERMS.temporal, (period(name) for name in periods(report)))
    yield from each(node, DCAT.keyword, (english(word) for word in about.keywords))
    yield node, VOID.exampleResource, iris.report
    yield from each(
        node, VOID.exampleResource, [iris("obs", obs.key.local) for obs in report.observations[:1]]
    )


def periods(report: Report) -> list[str]:
    """The periods that the observations of a report are of, in order."""
    return sorted({obs.key.population.period for obs in report.observations})


def _files(files: Iterable[File], holders: Iterable[NamedNode]) -> Iterator[Triple]:
    """The files as distributions; each holds all reports, whose rows and graphs are told apart by IRI."""
    for file in files:
        node = shared("stats", f"file-{file.name}")
        download = shared("download", file.name)
        for holder in holders:
            yield holder, DCAT.distribution, node
            if file.media_type in ("application/n-quads", "application/trig"):
                yield holder, VOID.dataDump, download
        yield from typed(node, DCAT.Distribution)
        yield node, RDFS.label, english(file.title)
        yield node, DCTERMS.title, english(file.title)
        yield node, DCTERMS.identifier, plain(file.name)
        yield node, DCTERMS.license, _LICENSE
        yield node, DCAT.accessURL, HOME
        yield node, DCAT.downloadURL, download
        yield node, DCAT.mediaType, NamedNode(_MEDIA + file.media_type)
        yield node, DCTERMS.conformsTo, NamedNode(file.conforms_to)
        if file.size is None or file.sha256 is None:
            text = "Its size and checksum stand in SHA256SUMS, as the file holds this description."
            yield node, DCTERMS.description, english(text)
            continue
        yield node, DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger)
        check = NamedNode(f"{node.value}.sha256")
        yield node, SPDX.checksum, check
        yield from typed(check, SPDX.Checksum)
        yield check, SPDX.algorithm, SPDX.checksumAlgorithm_sha256
        yield check, SPDX.checksumValue, Literal(file.sha256, datatype=XSD.hexBinary)


def _service(held: Iterable[NamedNode]) -> Iterator[Triple]:
    """The SPARQL endpoint."""
    title = "SPARQL endpoint of cpgraph"
    yield from typed(ENDPOINT, DCAT.DataService)
    yield ENDPOINT, RDFS.label, english(title)
    yield ENDPOINT, DCTERMS.title, english(title)
    yield (
        ENDPOINT,
        DCTERMS.description,
        english("Answers SPARQL 1.1 queries at this path of any server that runs `cpgraph serve`."),
    )
    yield ENDPOINT, DCTERMS.license, _LICENSE
    yield ENDPOINT, DCTERMS.publisher, MAINTAINERS
    yield ENDPOINT, DCAT.endpointURL, ENDPOINT
    yield ENDPOINT, DCAT.endpointDescription, ENDPOINT
    yield ENDPOINT, DCTERMS.conformsTo, _PROTOCOL
    yield from each(ENDPOINT, DCAT.servesDataset, held)


def parts(names: Mapping[str, Iterable[str]]) -> Iterator[Triple]:
    """Which named graphs each dataset holds, by the dataset's id."""
    for name, graphs in names.items():
        yield from each(shared("dataset", name), VOID.subset, (NamedNode(iri) for iri in sorted(graphs)))


def vocabularies(node: NamedNode, spaces: Iterable[str]) -> Iterator[Triple]:
    """The vocabularies that a dataset uses."""
    yield from each(node, VOID.vocabulary, (NamedNode(iri) for iri in sorted(spaces)))
