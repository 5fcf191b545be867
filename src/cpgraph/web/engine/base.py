"""What the routes ask of whatever evaluates, workers (`local`) or another engine (`remote`)."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from cpgraph import vocab
from cpgraph.results import Answer, Job
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

if TYPE_CHECKING:
    from cpgraph.web.engine.local import FairQueue

NARROW: Final = "Narrow the query: name a graph, bind a variable, add LIMIT, or split it."


@dataclass(frozen=True, slots=True)
class GraphInfo:
    """What is served: SHA-256 of the file, triples of the default graph, triples of each named graph, prefixes."""

    digest: str
    triples: int
    graphs: Mapping[str, int]
    prefixes: Mapping[str, str]

    @property
    def apart(self) -> list[str]:
        """The named graphs that are outside the default graph."""
        return [name for name in self.graphs if vocab.is_apart(name)]


class Engine(ABC):
    """Evaluates queries, one job each, and says what it holds."""

    starting = "The data are still being loaded."

    def __init__(self, settings: Settings, queue: FairQueue) -> None:
        """Keep the settings, and the queue of those who ask; nothing is begun."""
        self.settings, self.queue = settings, queue
        self.state: Literal["starting", "ready", "failed", "closed"] = "starting"
        self.failure = ""  # why the state is not `ready`
        self.info: GraphInfo | None = None
        self.deaths = 0  # evaluations that were broken off since the start
        self.on_change: Callable[[], None] = lambda: (
            None
        )  # the data are others: what was kept of them must go
        self.settled = asyncio.Event()  # it is known whether the start has succeeded

    @property
    def busy(self) -> int:
        """Queries under way."""
        return self.queue.busy

    @property
    def waiting(self) -> int:
        """Queries that wait for their turn."""
        return self.queue.waiting

    @abstractmethod
    async def start(self) -> None:
        """Begin; queries are refused until `state` is `ready`."""

    async def ready(self) -> bool:
        """Wait until queries can be answered (true), or the start has failed (false)."""
        await self.settled.wait()
        return self.state == "ready"

    @abstractmethod
    async def run(self, job: Job, client: str = "") -> Answer:
        """Return the whole result of one query; cancelling it ends the evaluation.

        Raises `Problem` for time, memory, the queue and a dead worker, and the store's errors (`store.ERRORS`) for
        what is the query's fault.
        """

    async def close(self) -> None:
        """End all that is under way."""
        self.state, self.failure = "closed", "The service is stopping."
        self.settled.set()

    def not_ready(self) -> Problem:
        """Return why no query can be answered now."""
        wait = "10" if self.failure else "1"
        return Problem("not-ready", self.failure or self.starting, headers={"Retry-After": wait})

    def over_time(self) -> Problem:
        """Return what is told of a query that took too long."""
        detail = f"It was stopped after {self.settings.time_limit:g} seconds, the limit for a query."
        return Problem("time-limit", detail, NARROW)


def new_engine(settings: Settings) -> Engine:
    """Return the engine that the settings choose; it is still to be started."""
    if settings.store:
        from cpgraph.web.engine.remote import Remote

        return Remote(settings)
    from cpgraph.web.engine.local import Local

    return Local(settings)
