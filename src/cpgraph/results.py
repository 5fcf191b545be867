"""Results of queries, written whole and within limits in the formats that are offered, or refused."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal, get_args
from xml.parsers import expat

import pyoxigraph as ox

from cpgraph.errors import CpgraphError

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
_STRING: Final = ox.NamedNode("http://www.w3.org/2001/XMLSchema#string")
_NO_XML: Final = re.compile("[\\x00-\\x08\\x0b\\x0c\\x0e-\\x1f]|\\xef\\xbf[\\xbe\\xbf]".encode("latin-1"))


class ResultTooLargeError(CpgraphError):
    """A result is over a limit; `unit` is `rows` or `bytes`."""

    code = "CPG-E403"

    def __init__(self, unit: Literal["rows", "bytes"], limit: int) -> None:
        """Keep the limit that was passed."""
        self.unit, self.limit = unit, limit
        super().__init__(unit, limit)

    def __str__(self) -> str:
        """Return the limit that was passed."""
        return f"the result has more than {self.limit:,} {self.unit}"


class UnwritableError(CpgraphError):
    """A result cannot be written in the format that was asked for."""

    code = "CPG-E404"


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs a query reads: none named means the union of all as default graph, and every named graph."""

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
    body = results.serialize(format=_TABLE[_table_format(job)])
    return Answer("boolean", body or b"", 1, 1)


def _table(results: ox.QuerySolutions, job: Job) -> Answer:
    if job.format == "page":
        names = [variable.value for variable in results.variables]
        return _page("table", names, (tuple(row) for row in results), job)
    sink = _Sink(job.max_bytes)
    results.serialize(sink, _TABLE[_table_format(job)])  # type: ignore[arg-type]
    body = _xml(sink.body()) if job.format == "xml" else sink.body()
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
    try:
        ox.serialize(triples, sink, _GRAPH[job.format], prefixes=_used(prefixes, triples))  # type: ignore[arg-type]
    except OSError as error:
        raise UnwritableError(f"RDF/XML cannot say this ({error})") from error
    body = _xml(sink.body()) if job.format == "rdfxml" else sink.body()
    if job.format == "rdfxml":
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
