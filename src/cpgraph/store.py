"""The built graph: the only module that opens it, and the only one that evaluates SPARQL over it.

Where a query names no graph, its default graph is the union of all that are not apart (`vocab.is_apart`): the build
sees to it that each triple stands in one of them, so that no count is doubled.
Nothing here limits time or memory; a public service evaluates in processes that can be killed (`web`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar, cast
from xml.parsers import expat

import pyoxigraph as ox

from cpgraph import jsonld, vocab
from cpgraph.errors import GraphFileError, NotBuiltError
from cpgraph.results import (
    WHOLE,
    Answer,
    Dataset,
    EvaluationError,
    Format,
    Job,
    Kind,
    QuerySyntaxError,
    ResultTooLargeError,
    UnwritableError,
)

Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
F = TypeVar("F")
Results = ox.QueryBoolean | ox.QuerySolutions | Iterable[ox.Triple]

_COUNTS: Final = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_APART: Final = re.compile(rb"/graph/" + vocab.APART.encode() + rb"> \.\s*$")
_NAMES_GRAPHS: Final = re.compile(rf"GRAPH\s*(?!<{re.escape(vocab.BASE)}graph/)[\w?$<:#]", re.IGNORECASE)
"""What a query has that may read a graph apart; other text that looks alike costs time and nothing else."""
_POSITION: Final = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)
_TABLE: Final[Mapping[Format, ox.QueryResultsFormat]] = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPH: Final[Mapping[Format, ox.RdfFormat]] = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
    "trig": ox.RdfFormat.TRIG,
    "nquads": ox.RdfFormat.N_QUADS,
}
_ROW_ENDS: Final = re.compile(rb'\}\},\{"(?![,}])')
_STRING: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_NO_XML: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]|\\xef\\xbf[\\xbe\\xbf]".encode("latin-1"))


@dataclass(frozen=True, slots=True)
class Graph:
    """The opened graph: `digest` is the SHA-256 of the file, `graphs` gives the triples in each named graph.

    `triples` counts those of the default graph. `default` has these alone, since the engine is four times slower over
    a list of graphs, as in `whole`, than over all that a store holds; None where no graph is apart.
    """

    store: ox.Store
    digest: str
    graphs: dict[str, int]
    triples: int
    prefixes: Mapping[str, str]
    """The project's prefixes, and those of the report when the data are of one."""
    default: ox.Store | None = None
    whole: Dataset = WHOLE


def open_graph(path: Path) -> Graph:
    """Load a file of N-Quads. Raises `NotBuiltError` without a file and `GraphFileError` when it is not N-Quads."""
    if not path.is_file():
        raise NotBuiltError(path)
    content = path.read_bytes()
    store = ox.Store()
    try:
        store.load(content, ox.RdfFormat.N_QUADS, lenient=True)  # the build has validated its IRIs
    except SyntaxError as error:
        raise GraphFileError(path, error.msg, error.lineno or 0) from error
    counts = store.query(_COUNTS)
    graphs = {row[0].value: int(row[1].value) for row in counts}  # type: ignore[union-attr]
    digest, default = hashlib.sha256(content).hexdigest(), None
    triples = len(store) - sum(triples for name, triples in graphs.items() if vocab.is_apart(name))
    if triples < len(store):
        default = ox.Store()
        kept = b"".join(line for line in content.splitlines(keepends=True) if not _APART.search(line))
        default.load(kept, ox.RdfFormat.N_QUADS, lenient=True)
    whole = Dataset(tuple(vocab.in_default(graphs)), tuple(graphs))
    return Graph(store, digest, graphs, triples, vocab.all_prefixes(graphs), default, whole)


def evaluate(graph: Graph, job: Job) -> Answer:
    """Evaluate one query and write its whole result, or raise; there is no partial answer.

    The graph's prefixes need no declaration. Raises `QuerySyntaxError`, `EvaluationError`, `ResultTooLargeError`
    or `UnwritableError`.
    """
    try:
        return write(_query(graph, job), job, graph.prefixes)
    except (OSError, RuntimeError, ValueError) as error:
        raise EvaluationError(str(error)) from error


def _query(graph: Graph, job: Job) -> Results:
    store, dataset = graph.store, job.dataset
    if graph.default is None or dataset != WHOLE:
        pass
    elif not _NAMES_GRAPHS.search(job.text):
        store = graph.default
    else:
        dataset = graph.whole
    try:
        return store.query(
            job.text,
            base_iri=vocab.BASE,
            prefixes=dict(graph.prefixes),
            substitutions={ox.Variable(name): _term(text) for name, text in job.bindings} or None,
            **_graphs(dataset),  # type: ignore[arg-type]
        )
    except SyntaxError as error:
        found = _POSITION.match(str(error))
        place = (int(found[1]), int(found[2]), found[3]) if found else (1, 1, str(error))
        raise QuerySyntaxError(*place) from None


def _graphs(dataset: Dataset) -> dict[str, object]:
    """Return the graphs to read in the engine's terms; graphs that are not in the store are empty."""
    if dataset == WHOLE:
        return {"use_default_graph_as_union": True}
    named = [ox.NamedNode(iri) for iri in dataset.named or ()]
    default = [ox.NamedNode(iri) for iri in dict.fromkeys(dataset.default or ())]
    return {"default_graph": default, "named_graphs": named}


def _term(text: str) -> Term:
    (quad,) = ox.parse(f"<x:s> <x:p> {text} .", ox.RdfFormat.N_TRIPLES)
    return cast("Term", quad.object)


def write(results: Results, job: Job, prefixes: Mapping[str, str]) -> Answer:
    """Write a result in a job's format and within its limits, or raise; `prefixes` shorten its IRIs."""
    if isinstance(results, ox.QueryBoolean):
        return _boolean(results, job)
    if isinstance(results, ox.QuerySolutions):
        return _table(results, job)
    return _triples(results, job, prefixes)


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
    return Answer("boolean", results.serialize(format=_form(job, "table", _TABLE)) or b"", 1, 1)


def _table(results: ox.QuerySolutions, job: Job) -> Answer:
    if job.format == "page":
        names = [variable.value for variable in results.variables]
        return _page("table", names, (tuple(row) for row in results), job)
    sink = _Sink(job.max_bytes)
    results.serialize(sink, _form(job, "table", _TABLE))  # type: ignore[arg-type]
    body = _xml(sink.body()) if job.format == "xml" else sink.body()
    rows = count_rows(body, job.format)
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
    form, sink = _form(job, "graph", _GRAPH), _Sink(job.max_bytes)
    try:
        ox.serialize(triples, sink, form, prefixes=_used(prefixes, triples))  # type: ignore[arg-type]
    except OSError as error:
        raise UnwritableError(f"RDF/XML cannot say this ({error})") from error
    body = jsonld.compact(sink.body(), prefixes) if job.format == "jsonld" else sink.body()
    if job.format == "rdfxml":
        body = _xml(body)
        try:
            expat.ParserCreate(namespace_separator=" ").Parse(body, True)  # noqa: FBT003
        except expat.ExpatError as error:  # the engine writes what it reads again, and others do not
            raise UnwritableError("a property or class does not end in an XML name") from error
    return Answer("graph", body, len(triples), len(triples))


def _xml(body: bytes) -> bytes:
    """Return XML whose parser gives the same text back, or raise where XML has no way to write it."""
    if _NO_XML.search(body):
        raise UnwritableError("XML has no way to write a control character that is in this result")
    return body.replace(b"\r", b"&#13;")  # a bare one is read as a line feed


def _form(job: Job, what: str, forms: Mapping[Format, F]) -> F:
    """Return the engine's own name of a format. Raises `UnwritableError`."""
    if job.format not in forms:
        raise UnwritableError(f"a {what} cannot be written as {job.format}")
    return forms[job.format]


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


def count_rows(body: bytes, form: Format) -> int:
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
        return len(_ROW_ENDS.findall(body)) + 1 if b'"bindings":[{' in body else 0
    bare = body.replace(b"\\\\", b"").replace(b'\\"', b"")
    frame = b"".join(bare.split(b'"')[::2]).partition(b"[")[2].partition(b"[")[2]
    return frame.count(b"},{") + 1 if frame.startswith(b"{") else 0
