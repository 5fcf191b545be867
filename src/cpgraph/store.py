"""The built graph: the only module that opens it, and the only one that evaluates SPARQL over it.

The default graph of the opened store is the merge of all graphs of the file, each triple once. The engine's own
union view gives a triple as often as there are graphs that hold it, so that COUNT would lie: it is used, for its
speed, only when no two graphs share a triple.
Nothing here limits time or memory; a public service evaluates in processes that can be killed (`web`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, NoReturn, cast, get_args

import pyoxigraph as ox

from cpgraph import vocab
from cpgraph.errors import CpgraphError, NotBuiltError

TableFormat = Literal["json", "xml", "csv", "tsv"]
GraphFormat = Literal["turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads"]
Format = Literal[
    "json", "xml", "csv", "tsv", "turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads", "page"
]
"""`page` is a JSON table of the first rows, for a page to draw."""
Kind = Literal["table", "boolean", "graph"]
Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
Results = ox.QueryBoolean | ox.QuerySolutions | Iterable[ox.Triple]

_TABLE: Final = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPH: Final = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
_MERGE: Final = "INSERT { ?s ?p ?o } WHERE { GRAPH ?g { ?s ?p ?o } }"
_SHARED: Final = "ASK { GRAPH ?g { ?s ?p ?o } GRAPH ?h { ?s ?p ?o } FILTER(?g != ?h) }"
_COUNTS: Final = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_REPORT: Final = re.compile(re.escape(vocab.BASE) + r"report/([^/]+)/graph/")
_STRING: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_NO_XML: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]|\\xef\\xbf[\\xbe\\xbf]".encode("latin-1"))
_XML_NAME: Final = re.compile(r"[^\W\d][\w.-]*$")
_POSITION: Final = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)


class StoreError(CpgraphError):
    """The built graph cannot be opened."""

    code = "CPG-E303"


class QuerySyntaxError(CpgraphError):
    """The engine cannot parse a query; `line` and `column` count from 1 and are where it gave up."""

    code = "CPG-E401"

    def __init__(self, line: int, column: int, expected: str) -> None:
        """Keep the place and the engine's own words, which no user should have to read."""
        self.line, self.column, self.expected = line, column, expected
        super().__init__(f"the query cannot be read at line {line}, column {column}")


class EvaluationError(CpgraphError):
    """The engine parsed a query and then failed on it."""

    code = "CPG-E402"


class ResultTooLargeError(CpgraphError):
    """A result is over a limit; `unit` is `rows` or `bytes`."""

    code = "CPG-E403"

    def __init__(self, unit: Literal["rows", "bytes"], limit: int) -> None:
        """Keep the limit that was passed."""
        self.unit, self.limit = unit, limit
        super().__init__(f"the result has more than {limit:,} {unit}")


class UnwritableError(CpgraphError):
    """A result cannot be written in the format that was asked for."""

    code = "CPG-E404"


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs a query reads: none named means the merge of all as default graph, and every named graph."""

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None

    @property
    def is_whole(self) -> bool:
        """Whether neither the query nor its sender names a graph."""
        return self.default is None and self.named is None


@dataclass(frozen=True, slots=True)
class Job:
    """One query to evaluate, with the limits of its result."""

    text: str
    format: Format = "json"
    dataset: Dataset = field(default_factory=Dataset)
    max_rows: int = 100_000
    max_bytes: int = 16 * 2**20
    page_rows: int = 500
    bindings: tuple[tuple[str, str], ...] = ()
    """Names of variables and the terms they are bound to, as N-Triples writes terms."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole result: its kind, its bytes, how many rows (or triples) it has, how many of them `body` shows."""

    kind: Kind
    body: bytes
    rows: int
    shown: int


@dataclass(frozen=True, slots=True)
class Graph:
    """The opened graph: `digest` is the SHA-256 of the file, `graphs` gives the triples in each named graph.

    `triples` counts the merge of all graphs.
    """

    store: ox.Store
    digest: str
    graphs: dict[str, int]
    triples: int
    prefixes: Mapping[str, str]
    """The project's prefixes, and those of the report when the data are of one."""
    is_merged: bool
    """Whether graphs share triples, so that a merge had to be made."""

    def dataset(self, dataset: Dataset) -> dict[str, object]:
        """Say in the engine's terms which graphs to read; graphs that are not in the store are empty."""
        if dataset.is_whole:
            return {"use_default_graph_as_union": not self.is_merged}
        named = [ox.NamedNode(iri) for iri in dataset.named or ()]
        default = [ox.NamedNode(iri) for iri in dict.fromkeys(dataset.default or ())]
        return {"default_graph": default, "named_graphs": named}


def open_graph(path: Path) -> Graph:
    """Load a file of N-Quads; its default graph is the merge of all its graphs.

    Raises `NotBuiltError` when there is no file and `StoreError` when it is not N-Quads.
    """
    if not path.is_file():
        raise NotBuiltError(path)
    content = path.read_bytes()
    store = ox.Store()
    try:
        store.load(content, ox.RdfFormat.N_QUADS, lenient=True)  # the build has validated its IRIs
    except SyntaxError as error:
        raise StoreError(f"{path}: this is not N-Quads ({error}). Run `cpgraph build` anew.") from error
    counts = store.query(_COUNTS)
    graphs = {row[0].value: int(row[1].value) for row in counts}  # type: ignore[union-attr]
    digest = hashlib.sha256(content).hexdigest()
    quads = sum(graphs.values())
    if quads == len(store) and not store.query(_SHARED):
        return Graph(store, digest, graphs, quads, all_prefixes(graphs), is_merged=False)
    store.update(_MERGE)
    return Graph(store, digest, graphs, len(store) - quads, all_prefixes(graphs), is_merged=True)


def all_prefixes(graphs: Iterable[str]) -> dict[str, str]:
    """Give the project's prefixes, and those of the report when the graphs are of one."""
    reports = {found[1] for name in graphs if (found := _REPORT.match(name))}
    own = vocab.report_prefixes(reports.pop()) if len(reports) == 1 else {}
    return dict(vocab.PREFIXES) | own


def evaluate(graph: Graph, job: Job) -> Answer:
    """Evaluate one query and write its whole result, or raise; there is no partial answer.

    Raises `QuerySyntaxError`, `EvaluationError`, `ResultTooLargeError` or `UnwritableError`.
    """
    try:
        return write(_query(graph, job), job, graph.prefixes)
    except (OSError, RuntimeError, ValueError) as error:
        raise EvaluationError(str(error)) from error


def write(results: Results, job: Job, prefixes: Mapping[str, str]) -> Answer:
    """Write a result in a job's format and within its limits, or raise; `prefixes` shorten its IRIs."""
    if isinstance(results, ox.QueryBoolean):
        return _boolean(results, job)
    if isinstance(results, ox.QuerySolutions):
        return _table(results, job)
    return _triples(results, job, prefixes)


def _query(graph: Graph, job: Job) -> Results:
    substitutions = {ox.Variable(name): _term(text) for name, text in job.bindings} or None
    store, options = graph.store, graph.dataset(job.dataset)
    if graph.is_merged and job.dataset.default is not None and _overlap(graph, job.dataset.default):
        store = _merged(graph, job.dataset)
        options["default_graph"] = ox.DefaultGraph()
    try:
        return store.query(job.text, substitutions=substitutions, prefixes=dict(graph.prefixes), **options)  # type: ignore[arg-type]
    except SyntaxError as error:
        _raise_syntax_error(str(error))


def _term(text: str) -> Term:
    (quad,) = ox.parse(f"<x:s> <x:p> {text} .", ox.RdfFormat.N_TRIPLES)
    return cast("Term", quad.object)


def _raise_syntax_error(message: str) -> NoReturn:
    found = _POSITION.match(message)
    if found is None:
        raise QuerySyntaxError(1, 1, message)
    raise QuerySyntaxError(int(found[1]), int(found[2]), found[3])


def _overlap(graph: Graph, iris: Iterable[str]) -> bool:
    """Say whether two of these graphs share a triple, which the engine would then give twice."""
    nodes = [f"<{iri}>" for iri in dict.fromkeys(iris) if iri in graph.graphs]
    pairs = ((a, b) for i, a in enumerate(nodes) for b in nodes[i + 1 :])
    return any(
        bool(graph.store.query(f"ASK {{ GRAPH {a} {{ ?s ?p ?o }} GRAPH {b} {{ ?s ?p ?o }} }}"))
        for a, b in pairs
    )


def _merged(graph: Graph, dataset: Dataset) -> ox.Store:
    """Copy the asked graphs into a store of their own, where the merge holds each triple once."""
    copy = ox.Store()
    for iri in dataset.default or ():
        quads = graph.store.quads_for_pattern(None, None, None, ox.NamedNode(iri))
        copy.extend(ox.Quad(quad.subject, quad.predicate, quad.object) for quad in quads)
    for iri in dataset.named or ():
        copy.extend(graph.store.quads_for_pattern(None, None, None, ox.NamedNode(iri)))
    return copy


class _Sink:
    """A writer that refuses what goes over a number of bytes."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size, self.parts = limit, 0, list[bytes]()

    def write(self, part: bytes) -> int:
        self.size += len(part)
        if self.size > self.limit:
            raise ResultTooLargeError("bytes", self.limit)
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """Do nothing: all is in memory."""

    def body(self) -> bytes:
        return b"".join(self.parts)


def _boolean(results: ox.QueryBoolean, job: Job) -> Answer:
    if job.format == "page":
        return Answer("boolean", b"true" if results else b"false", 1, 1)
    body = results.serialize(format=_TABLE[_table_format(job)])
    return Answer("boolean", body or b"", 1, 1)


def _table(results: ox.QuerySolutions, job: Job) -> Answer:
    if job.format == "page":
        names = [variable.value for variable in results.variables]
        return _page("table", names, (tuple(row) for row in results), job)
    sink = _Sink(job.max_bytes)
    results.serialize(sink, _TABLE[_table_format(job)])  # type: ignore[arg-type]
    body = sink.body()
    if job.format == "xml" and _NO_XML.search(body):
        raise UnwritableError("XML has no way to write a control character that is in this result")
    rows = count_rows(body, _table_format(job))
    if rows > job.max_rows:
        raise ResultTooLargeError("rows", job.max_rows)
    return Answer("table", body, rows, rows)


def _triples(results: Iterable[ox.Triple], job: Job, prefixes: Mapping[str, str]) -> Answer:
    # in a fixed order, so that the same question gives the same bytes and a subject stands in one place; what was
    # asked about comes first
    asked = {text for _, text in job.bindings}
    triples = sorted(
        _capped(results, job.max_rows), key=lambda one: (str(one.subject) not in asked, str(one))
    )
    if job.format == "page":
        rows = ((triple.subject, triple.predicate, triple.object) for triple in triples)
        return _page("graph", ["subject", "predicate", "object"], rows, job)
    if job.format not in get_args(GraphFormat):
        raise UnwritableError(f"a graph cannot be written as {job.format}")
    sink = _Sink(job.max_bytes)
    ox.serialize(triples, sink, _GRAPH[job.format], prefixes=_used(prefixes, triples))  # type: ignore[arg-type]
    body = sink.body()
    if job.format == "rdfxml":
        _check_rdfxml(triples, body)
    return Answer("graph", body, len(triples), len(triples))


def _check_rdfxml(triples: Iterable[ox.Triple], body: bytes) -> None:
    """Refuse what RDF/XML has no way to write; the engine writes broken XML for it."""
    if _NO_XML.search(body):
        raise UnwritableError("XML has no way to write a control character that is in this result")
    for predicate in {triple.predicate.value for triple in triples}:
        if not _XML_NAME.search(predicate):
            raise UnwritableError(f"the property <{predicate}> does not end in an XML name")


def _table_format(job: Job) -> TableFormat:
    if job.format in ("json", "xml", "csv", "tsv"):
        return job.format
    raise UnwritableError(f"a table cannot be written as {job.format}")


def _capped(triples: Iterable[ox.Triple], limit: int) -> Iterator[ox.Triple]:
    for number, triple in enumerate(triples):
        if number == limit:
            raise ResultTooLargeError("rows", limit)
        yield triple


def _used(prefixes: Mapping[str, str], triples: Iterable[ox.Triple]) -> dict[str, str]:
    """Give the prefixes that these triples use."""
    used: set[str] = set()
    for triple in triples:
        for term in (triple.subject, triple.predicate, triple.object):
            if isinstance(term, ox.Literal):
                iri = "" if term.language or term.datatype == _STRING else term.datatype.value
            else:
                iri = str(term).strip("<>")
            used.add(iri[: max(iri.rfind("/"), iri.rfind("#")) + 1])
    return {prefix: iri for prefix, iri in prefixes.items() if iri in used}


def _page(kind: Kind, names: list[str], rows: Iterable[tuple[object, ...]], job: Job) -> Answer:
    kept, count = [], 0
    for row in rows:
        count += 1
        if count > job.max_rows:
            raise ResultTooLargeError("rows", job.max_rows)
        if count <= job.page_rows:
            kept.append([_cell(term) for term in row])
    body = json.dumps({"names": names, "rows": kept}, ensure_ascii=False).encode()
    if len(body) > job.max_bytes:
        raise ResultTooLargeError("bytes", job.max_bytes)
    return Answer(kind, body, count, len(kept))


def _cell(term: object) -> list[str] | None:
    """Write a term as `[kind, value, datatype or language]`, an unbound variable as `None`."""
    if isinstance(term, ox.NamedNode):
        return ["iri", term.value, ""]
    if isinstance(term, ox.Literal):
        return ["literal", term.value, term.language or term.datatype.value]
    if isinstance(term, ox.BlankNode):
        return ["blank", term.value, ""]
    return None if term is None else ["triple", str(term), ""]


def count_rows(body: bytes, form: TableFormat) -> int:
    """Count the solutions in a written table, exactly, whatever its literals hold.

    >>> count_rows(b'a,b\\r\\n1,"x\\r\\ny"\\r\\n', "csv")
    1
    """
    if form == "tsv":
        return max(body.count(b"\n") - 1, 0)
    if form == "xml":
        return body.count(b"<result>") + body.count(b"<result/>")
    if form == "csv":  # quotes inside a quoted cell are doubled, so even pieces lie outside of quotes
        return max(b"".join(body.split(b'"')[::2]).count(b"\n") - 1, 0)
    if b"{}" not in body:  # no literal can hold `},{"` but at its end, and then a comma or a brace follows
        first = body.find(b'"bindings":[{')
        ends = body.count(b'}},{"') - body.count(b'}},{",') - body.count(b'}},{"}')
        return ends + 1 if first >= 0 else 0
    bare = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    frame = b"".join(bare.split(b'"')[::2]).partition(b"[")[2].partition(b"[")[2]
    return frame.count(b"},{") + 1 if frame.startswith(b"{") else 0
