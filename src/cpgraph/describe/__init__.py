"""The dataset's description of itself: catalog, statistics, provenance, examples, and the files beside the graph.

All of it is computed from the graph and the files that it describes, so that no count can drift.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Store

from cpgraph import __version__, flat, jsonld, queries, schema_org, turtle
from cpgraph.describe.catalog import catalog
from cpgraph.describe.constraints import constraints
from cpgraph.describe.provenance import Input, provenance
from cpgraph.describe.statistics import statistics, structures
from cpgraph.files import digest
from cpgraph.graphs import executables
from cpgraph.iris import graph, shared
from cpgraph.records.data import Data
from cpgraph.triples import Triple, each, in_graph, typed
from cpgraph.vocab import (
    BASE,
    DCAT,
    DCTERMS,
    FOAF,
    PREFIXES,
    RDF,
    RDFS,
    SKOS,
    VOID,
    is_apart,
    report_prefixes,
)

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
        "crosswalk": ("crosswalk", home / "data" / "crosswalk.csv"),
        "retired": ("withdrawn IRIs", home / "data" / "retired.csv"),
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


def describe(home: Path, data: Data, quads: Sequence[Quad], tables: Mapping[str, str]) -> Description:
    """Describe a graph and its flat files, which are given by name.

    Raises:
        QueryFileError: a query file is wrong.
    """
    texts = {report.record.id: [text.id for text in report.record.extractions] for report in data.reports}
    added = list(in_graph(graph("examples"), executables.prefixes(prefix_table(data))))
    added += told(home)
    names = {quad.graph_name.value for quad in [*quads, *added] if isinstance(quad.graph_name, NamedNode)}
    names |= {graph(name).value for name in ("build", "catalog")}
    added += in_graph(graph("build"), provenance(__version__, names, inputs(home, data), texts))
    dcat = [*catalog(data.reports, tables, __version__), *structures(quads)]
    counts = _statistics(data, [*quads, *added], dcat)
    added += in_graph(graph("catalog"), [*dcat, *counts])
    table = prefix_table(data)
    prefixes = turtle.triples(executables.prefixes(table))
    return Description(
        tuple(added),
        {
            "dcat.ttl": _turtle([*dcat, *_named_in(dcat, quads)], table),
            "void.ttl": _turtle([*_core(dcat), *counts], table),
            "schema-org.jsonld": schema_org.write(dcat),
            "rules.ttl": constraints(_queries(home, "rules")),
            "context.jsonld": jsonld.document(table),
            "csvw.json": flat.metadata(tables, __version__),
            "prefixes.ttl": turtle.write(prefixes, RdfFormat.TURTLE, table).decode(),
        },
    )


def told(home: Path) -> list[Quad]:
    """Return what a graph says of the rules and of the example queries: nothing but what their files say."""
    rules = in_graph(graph("checks"), executables.checks(_queries(home, "rules")))
    return [*rules, *in_graph(graph("examples"), executables.examples(_queries(home, "answers")))]


def _queries(home: Path, kind: str) -> Iterable[queries.Query]:
    """The queries of a kind, none where there is no such folder."""
    folder = home / "queries" / kind
    return queries.load(folder).values() if folder.is_dir() else ()


def _statistics(data: Data, quads: Iterable[Quad], dcat: Collection[Triple]) -> list[Triple]:
    """Counts of the default graph, of each report's share in it and of each named graph, and which holds which.

    They stand in the catalog and are counted with it: that is repeated until what they say is so.
    """
    node, whole = graph("catalog"), shared("dataset", "cpgraph")
    store, default = Store(), Store()
    held = [*quads, *in_graph(node, dcat)]
    store.bulk_extend(held)
    default.bulk_extend(quad for quad in held if not is_apart(str(quad.graph_name)))
    named = sorted(
        {*(name.value for name in store.named_graphs() if isinstance(name, NamedNode)), node.value}
    )
    names = [name for name in named if not is_apart(name)]
    fixed = [*each(whole, VOID.subset, map(NamedNode, names))]
    fixed += each(whole, DCTERMS.hasPart, map(NamedNode, filter(is_apart, named)))
    for report in data.reports:
        dataset = shared("dataset", report.record.id)
        own = [name for name in names if name.startswith(f"{BASE}report/{report.record.id}/graph/")]
        fixed += statistics(store, dataset, f"{report.record.id}-", own)
        fixed += each(dataset, VOID.subset, map(NamedNode, own))
    for name in named:
        fixed += typed(NamedNode(name), VOID.Dataset)
        if name != node.value:
            fixed += _sizes(store, name)
    counts: set[Triple] = set()
    while True:
        found = {*fixed, *statistics(default, whole), *_sizes(store, node.value)}
        terms = {value.value for _, predicate, value in found if predicate in (VOID.property, VOID["class"])}
        spaces = {iri for iri in PREFIXES.values() if any(name.startswith(iri) for name in terms)}
        found.update(each(whole, VOID.vocabulary, map(NamedNode, spaces)))
        if found == counts:
            return list(counts)
        for target in (store, default):
            for quad in in_graph(node, counts - found):
                target.remove(quad)
            target.extend(in_graph(node, found - counts))
        counts = found


def _sizes(store: Store, name: str) -> Iterator[Triple]:
    """How much one named graph holds; by property and class only datasets are counted."""
    for triple in statistics(store, NamedNode(name), graphs=[name]):
        if triple[0].value == name and isinstance(triple[2], Literal):
            yield triple


def _named_in(dcat: Iterable[Triple], quads: Iterable[Quad]) -> Iterator[Triple]:
    """What other graphs say of the periods and places of the datasets, so that the file can be read alone."""
    named = {value for _, predicate, value in dcat if predicate in (DCTERMS.spatial, DCTERMS.temporal)}
    said = {RDF.type, RDFS.label, SKOS.prefLabel, DCAT.startDate, DCAT.endDate}
    for quad in quads:
        if quad.subject in named and quad.predicate in said:
            yield quad.subject, quad.predicate, quad.object  # type: ignore[misc]


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
