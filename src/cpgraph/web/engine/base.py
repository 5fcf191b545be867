"""What the routes ask of whatever evaluates: the embedded workers (`local`), or another engine (`remote`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from cpgraph.store import Answer, Job
from cpgraph.web.problems import Problem

State = Literal["starting", "ready", "failed", "closed"]


@dataclass(frozen=True, slots=True)
class GraphInfo:
    """What is served: SHA-256 of the file, triples in all, triples of each named graph, prefixes."""

    digest: str
    triples: int
    graphs: Mapping[str, int]
    prefixes: Mapping[str, str]


class Engine(Protocol):
    """Evaluates queries, one job each, and says what it holds."""

    state: State
    info: GraphInfo | None
    deaths: int
    """Evaluations that were broken off since the start."""
    on_change: Callable[[], None]
    """Called when the data have become others; what was kept of the old ones must go."""

    @property
    def waiting(self) -> int:
        """Queries that wait for their turn."""

    @property
    def busy(self) -> int:
        """Queries under way."""

    async def start(self) -> None:
        """Begin; queries are refused until `state` is `ready`."""

    async def ready(self) -> bool:
        """Wait until queries can be answered (true), or the start has failed (false)."""

    async def run(self, job: Job, client: str = "") -> Answer:
        """Return the whole result of one query; cancelling it ends the evaluation.

        Raises `Problem` for time, memory, the queue and a dead worker, and the store's errors (`QuerySyntaxError`,
        `EvaluationError`, `ResultTooLargeError`, `UnwritableError`) for what is the query's fault.
        """

    async def close(self) -> None:
        """End all that is under way."""

    def not_ready(self) -> Problem:
        """Return why no query can be answered now."""
