"""What is asked of the store, what is answered, and what can be wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from cpgraph.errors import CpgraphError

Format = Literal[
    "json", "xml", "csv", "tsv", "turtle", "ntriples", "rdfxml", "jsonld", "trig", "nquads", "page"
]
"""`page` is a JSON table of the first rows, for a page to draw."""
Kind = Literal["table", "boolean", "graph"]


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


ERRORS: Final = (QuerySyntaxError, EvaluationError, ResultTooLargeError, UnwritableError)
"""What is the query's fault."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """The graphs a query reads: none named means the union of all as default graph, and every named graph."""

    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None


WHOLE: Final = Dataset()
"""Neither the query nor its sender names a graph."""


@dataclass(frozen=True, slots=True)
class Job:
    """One query to evaluate, with the limits of its result."""

    text: str
    format: Format = "json"
    dataset: Dataset = WHOLE
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
