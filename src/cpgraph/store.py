"""The built graph: the only module that opens it, and the only one that evaluates SPARQL over it.

Where a query names no graph, its default graph is the union of all: the build sees to it that each triple stands
in one graph, so that no count is doubled.
Nothing here limits time or memory; a public service evaluates in processes that can be killed (`web`).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NoReturn, cast

import pyoxigraph as ox

from cpgraph import vocab
from cpgraph.errors import CpgraphError, GraphFileError, NotBuiltError
from cpgraph.results import Answer as Answer
from cpgraph.results import Dataset as Dataset
from cpgraph.results import Format as Format
from cpgraph.results import GraphFormat as GraphFormat
from cpgraph.results import Job as Job
from cpgraph.results import Kind as Kind
from cpgraph.results import Results as Results
from cpgraph.results import ResultTooLargeError as ResultTooLargeError
from cpgraph.results import TableFormat as TableFormat
from cpgraph.results import Term as Term
from cpgraph.results import UnwritableError as UnwritableError
from cpgraph.results import count_rows as count_rows
from cpgraph.results import write as write

_COUNTS: Final = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY ?g"
_REPORT: Final = re.compile(re.escape(vocab.BASE) + r"report/([^/]+)/graph/")
_POSITION: Final = re.compile(r"error at (\d+):(\d+): ?(.*)", re.DOTALL)


class QuerySyntaxError(CpgraphError):
    """The engine cannot parse a query; `line` and `column` count from 1 and are where it gave up."""

    code = "CPG-E401"

    def __init__(self, line: int, column: int, expected: str) -> None:
        """Keep the place and the engine's own words, which no user should have to read."""
        self.line, self.column, self.expected = line, column, expected
        super().__init__(line, column, expected)

    def __str__(self) -> str:
        """Return where the query cannot be read."""
        return f"the query cannot be read at line {self.line}, column {self.column}"


class EvaluationError(CpgraphError):
    """The engine parsed a query and then failed on it."""

    code = "CPG-E402"


@dataclass(frozen=True, slots=True)
class Graph:
    """The opened graph: `digest` is the SHA-256 of the file, `graphs` gives the triples in each named graph."""

    store: ox.Store
    digest: str
    graphs: dict[str, int]
    triples: int
    prefixes: Mapping[str, str]
    """The project's prefixes, and those of the report when the data are of one."""


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
    return Graph(store, hashlib.sha256(content).hexdigest(), graphs, len(store), all_prefixes(graphs))


def all_prefixes(graphs: Iterable[str]) -> dict[str, str]:
    """Return the project's prefixes, and those of the report when the graphs are of one."""
    reports = {found[1] for name in graphs if (found := _REPORT.match(name))}
    own = vocab.report_prefixes(reports.pop()) if len(reports) == 1 else {}
    return dict(vocab.PREFIXES) | own


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
    try:
        return graph.store.query(
            job.text,
            base_iri=vocab.BASE,
            prefixes=dict(graph.prefixes),
            substitutions={ox.Variable(name): _term(text) for name, text in job.bindings} or None,
            **_graphs(job.dataset),  # type: ignore[arg-type]
        )
    except SyntaxError as error:
        _raise_syntax_error(str(error))


def _graphs(dataset: Dataset) -> dict[str, object]:
    """Return the graphs to read in the engine's terms; graphs that are not in the store are empty."""
    if dataset.is_whole:
        return {"use_default_graph_as_union": True}
    named = [ox.NamedNode(iri) for iri in dataset.named or ()]
    default = [ox.NamedNode(iri) for iri in dict.fromkeys(dataset.default or ())]
    return {"default_graph": default, "named_graphs": named}


def _term(text: str) -> Term:
    (quad,) = ox.parse(f"<x:s> <x:p> {text} .", ox.RdfFormat.N_TRIPLES)
    return cast("Term", quad.object)


def _raise_syntax_error(message: str) -> NoReturn:
    found = _POSITION.match(message)
    if found is None:
        raise QuerySyntaxError(1, 1, message)
    raise QuerySyntaxError(int(found[1]), int(found[2]), found[3])
