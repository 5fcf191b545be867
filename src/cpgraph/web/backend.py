"""What the routes ask of whatever evaluates: the embedded workers (`pool`), or another engine (`remote`)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal, Protocol

from cpgraph.store import Job
from cpgraph.web import wire
from cpgraph.web.problems import Problem

State = Literal["starting", "ready", "failed", "closed"]


@dataclass(frozen=True, slots=True)
class GraphInfo:
    """What is served: SHA-256 of the file, triples of the merge, triples of each named graph, prefixes."""

    digest: str
    triples: int
    graphs: Mapping[str, int]
    prefixes: Mapping[str, str]


class Backend(Protocol):
    """Evaluates queries, one job each, and says what it holds."""

    state: State
    info: GraphInfo | None
    deaths: int
    """Evaluations that were broken off since the start."""
    changed_data: Callable[[], None]
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
        """Wait until queries can be answered, or never will be."""

    async def run(self, job: Job, client: str = "") -> tuple[wire.Head, bytes]:
        """Have one query evaluated; gives the head and body of the reply (`wire.reply`), or raises `Problem`."""

    async def close(self) -> None:
        """End all that is under way."""

    def not_ready(self) -> Problem:
        """Say why no query can be answered now."""
