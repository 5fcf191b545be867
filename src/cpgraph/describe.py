"""The dataset's description of itself: catalog, statistics, provenance, examples, and the files beside the graph.

All of it is computed from the graph and the files that it describes, so that no count can drift.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from pyoxigraph import NamedNode, Quad, RdfFormat

from cpgraph import __version__, flat, queries, schema_org, turtle
from cpgraph.files import digest
from cpgraph.graphs import catalog, examples, provenance, void
from cpgraph.graphs.catalog import File
from cpgraph.graphs.provenance import Input
from cpgraph.iris import graph, shared
from cpgraph.records.data import Data
from cpgraph.triples import Triple, typed
from cpgraph.vocab import BASE, DCTERMS, FOAF, PREFIXES, RDF, VOID, report_prefixes

_READ = frozenset({".yaml", ".csv", ".tsv", ".ttl", ".rq"})


@dataclass(frozen=True)
class Description:
    """What is added to the graph, and the files of metadata by name."""

    quads: tuple[Quad, ...]
    files: Mapping[str, str]


def prefix_table(data: Data) -> dict[str, str]:
    """Every prefix of the dataset; a report's own begin with the report's prefix."""
    table = dict(PREFIXES)
    for report in data.reports:
        for name, iri in report_prefixes(report.record.id).items():
            table[report.record.prefix + name] = iri
    return table


def inputs(home: Path, data: Data) -> list[Input]:
    """What a build reads, each folder under one digest."""
    places = {
        "shared": ("what all reports share", home / "data" / "shared"),
        "law": ("provisions", home / "data" / "law"),
        "links": ("links", home / "data" / "links.csv"),
        "ontology": ("ontology and shapes", home / "ontology"),
        "queries": ("queries", home / "queries" / "answers"),
        "rules": ("rules", home / "queries" / "rules"),
    }
    for report in data.reports:
        name = report.record.id
        places[f"report-{name}"] = (f"transcription of {name}", home / "data" / "reports" / name)
    found: list[Input] = []
    for name, (label, place) in places.items():
        paths = [place] if place.is_file() else place.rglob("*")
        texts = {
            path.relative_to(home).as_posix(): path.read_bytes()
            for path in paths
            if path.suffix in _READ and path.is_file()
        }
        if texts:
            found.append(Input(name, label, digest(texts)))
    return found


def describe(home: Path, data: Data, quads: Iterable[Quad], tables: Mapping[str, str]) -> Description:
    """Describe a graph and its flat files, which are given by name.

    Raises:
        QueryFileError: a query file is wrong.
    """
    held = list(quads)
    read = inputs(home, data)
    texts = {report.record.id: [text.id for text in report.record.extractions] for report in data.reports}
    added = list(_in("examples", _examples(home, data)))
    names = {getattr(quad.graph_name, "value", "") for quad in [*held, *added]}
    names |= {graph(name).value for name in ("build", "catalog")}
    added += _in("build", provenance.build(__version__, read))
    added += _in("build", provenance.graphs(names, __version__, read, texts))
    dcat = list(catalog.catalog(data.reports, _published(tables), __version__))
    void_ = list(_statistics(data, void.Index([*held, *added])))
    added += _in("catalog", dcat)
    added += _in("catalog", void_)
    table = prefix_table(data)
    return Description(
        tuple(added),
        {
            "dcat.ttl": _turtle(dcat, table),
            "void.ttl": _turtle([*_core(dcat), *void_], table),
            "schema-org.jsonld": schema_org.write(dcat),
            "csvw.json": flat.metadata(tables, __version__),
        },
    )


def _in(name: str, triples: Iterable[Triple]) -> Iterator[Quad]:
    """Put triples into a graph that is no report's."""
    node = graph(name)
    for subject, predicate, value in triples:
        yield Quad(subject, predicate, value, node)


def _examples(home: Path, data: Data) -> Iterator[Triple]:
    """The prefixes and the example queries."""
    folder = home / "queries" / "answers"
    yield from examples.prefixes(prefix_table(data))
    if folder.is_dir():
        yield from examples.examples(queries.load(folder).values())


def _published(tables: Mapping[str, str]) -> list[File]:
    """The files that the catalog lists as distributions."""
    files = [
        File(
            "cpgraph.nq",
            "All graphs as canonical N-Quads (RDFC-1.0)",
            "application/n-quads",
            "http://www.w3.org/TR/n-quads/",
        ),
        File(
            "cpgraph.trig",
            "All graphs as TriG, for readers",
            "application/trig",
            "http://www.w3.org/TR/trig/",
        ),
    ]
    described = shared("download", "csvw.json").value
    for name, text in sorted(tables.items()):
        content = text.encode()
        files.append(
            File(
                name,
                f"{flat.tables()[name].title} as CSV",
                "text/csv",
                described,
                len(content),
                sha256(content).hexdigest(),
            )
        )
    return files


def _statistics(data: Data, index: void.Index) -> Iterator[Triple]:
    """Counts of everything, of each report and of each named graph, and which holds which."""
    own = {report.record.id: f"{BASE}report/{report.record.id}/graph/" for report in data.reports}
    names = list(index.graphs)
    holds = {"cpgraph": names}
    whole = void.count(index, names, deep=True)
    yield from void.statistics(catalog.WHOLE, "", whole)
    terms = {name.value for name in (*whole.properties, *whole.members)}
    spaces = {iri for iri in PREFIXES.values() if any(name.startswith(iri) for name in terms)}
    yield from catalog.vocabularies(catalog.WHOLE, spaces)
    parts = {name: f"{name.removeprefix(BASE).replace('/', '-')}-" for name in names}
    for report, prefix in own.items():
        node = catalog.dataset(report)
        holds[report] = [name for name in names if name.startswith(prefix)]
        yield from void.statistics(node, f"{report}-", void.count(index, holds[report]))
    for name, part in parts.items():
        yield from typed(NamedNode(name), VOID.Dataset)
        yield from void.statistics(NamedNode(name), part, void.count(index, [name]))
    yield from catalog.parts(holds)


def _core(dcat: Iterable[Triple]) -> Iterator[Triple]:
    """What a reader of statistics wants to know of the datasets beside them."""
    held = list(dcat)
    sets = {node for node, _, value in held if value in (VOID.Dataset, VOID.DatasetDescription)}
    said = {RDF.type, DCTERMS.title, DCTERMS.description, DCTERMS.license, DCTERMS.source, FOAF.primaryTopic}
    for subject, predicate, value in held:
        if subject in sets and (predicate in said or predicate.value.startswith(PREFIXES["void"])):
            yield subject, predicate, value


def _turtle(triples: Iterable[Triple], prefixes: Mapping[str, str]) -> str:
    """Triples as Turtle, each once, in order."""
    lines = turtle.triples(triples)
    return turtle.write(lines, RdfFormat.TURTLE, turtle.used(lines, prefixes)).decode()
