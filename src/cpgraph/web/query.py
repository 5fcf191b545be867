"""A SPARQL query before anything evaluates it: one pass over its tokens, and the problems it can have."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Literal

from cpgraph import vocab
from cpgraph.store import Dataset, QuerySyntaxError
from cpgraph.web.problems import Problem

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]


@dataclass(frozen=True, slots=True)
class QueryLimits:
    """What a query is held against."""

    graphs: Collection[str]
    max_chars: int = 100_000
    max_nesting: int = 64
    services: Collection[str] = ()
    prefixes: Mapping[str, str] = field(default_factory=lambda: vocab.PREFIXES)


@dataclass(frozen=True, slots=True)
class GuardedQuery:
    """A query that may be evaluated: `text` as it was sent, `engine_text` as the engine gets it."""

    text: str
    engine_text: str
    form: Form
    dataset: Dataset
    is_volatile: bool
    terms: tuple[str, ...]

    def position(self, line: int, column: int) -> tuple[int, int]:
        """Line and column in `text` of a place in `engine_text`."""
        return line, column


def guard(text: str, protocol: Dataset, limits: QueryLimits) -> GuardedQuery:
    """Check a query against limits; `protocol` is the dataset of the request, which wins. Raises `Problem`."""
    raise NotImplementedError


def syntax_problem(query: GuardedQuery, error: QuerySyntaxError) -> Problem:
    """The problem of a query that the engine cannot read."""
    raise NotImplementedError
