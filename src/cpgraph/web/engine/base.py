"""What the routes ask of whatever evaluates, workers (`local`) or another engine (`remote`), and whose turn it is."""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Final, Literal

from cpgraph.results import Answer, Job
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

NARROW: Final = "Narrow the query: name a graph, bind a variable, add LIMIT, or split it."


@dataclass(frozen=True, slots=True)
class GraphInfo:
    """What is served: SHA-256 of the file, triples in all, triples of each named graph, prefixes."""

    digest: str
    triples: int
    graphs: Mapping[str, int]
    prefixes: Mapping[str, str]


class Engine(ABC):
    """Evaluates queries, one job each, and says what it holds."""

    starting = "The data are still being loaded."

    def __init__(self, settings: Settings) -> None:
        """Keep the settings; nothing is begun."""
        self.settings = settings
        self.state: Literal["starting", "ready", "failed", "closed"] = "starting"
        self.failure = ""  # why the state is not `ready`
        self.info: GraphInfo | None = None
        self.deaths = 0  # evaluations that were broken off since the start
        self.on_change: Callable[[], None] = lambda: (
            None
        )  # the data are others: what was kept of them must go
        self.queue = FairQueue(settings)
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
        return Problem("time-limit", detail, NARROW, headers={"Retry-After": "60"})


def new_engine(settings: Settings) -> Engine:
    """Return the engine that the settings choose; it is still to be started."""
    if settings.store:
        from cpgraph.web.engine.remote import Remote

        return Remote(settings)
    from cpgraph.web.engine.local import Local

    return Local(settings)


class FairQueue:
    """Places to evaluate at, given to waiting clients one query of each in turn; it runs on the event loop alone."""

    def __init__(self, settings: Settings) -> None:
        """Have a place for each worker; one client may take all but one of several."""
        self._places, self._length, self._seconds = settings.workers, settings.queue, settings.queue_time
        self._share = max(1, self._places - 1)
        self._running = Counter[str]()
        self._waiting: OrderedDict[str, deque[asyncio.Future[None]]] = (
            OrderedDict()
        )  # who is next comes first

    @property
    def busy(self) -> int:
        """Places that are taken."""
        return self._running.total()

    @property
    def waiting(self) -> int:
        """Queries that wait."""
        return sum(map(len, self._waiting.values()))

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Hold a place; raises `Problem` when none is to be had in time."""
        if self._may_run(client):
            self._running[client] += 1
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self._leave(client)

    def _may_run(self, client: str) -> bool:
        """Return whether a client gets a place now; the service itself, without a name, has no share to keep to."""
        return self.busy < self._places and (not client or self._running[client] < self._share)

    async def _wait(self, client: str) -> None:
        if self.waiting >= self._length:
            raise _overloaded(f"{self.waiting} queries are waiting, the limit of the queue.")
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(client, deque()).append(place)
        try:
            async with asyncio.timeout(self._seconds):
                await place
        except BaseException as error:
            if place.done() and not place.cancelled():
                self._leave(client)  # the place came just when nobody wanted it any more
            else:
                self._strike(client, place)
            if isinstance(error, TimeoutError):
                raise _overloaded(f"Timed out after {self._seconds:g} s waiting for a worker.") from None
            raise

    def _strike(self, client: str, place: asyncio.Future[None]) -> None:
        self._waiting[client].remove(place)
        if not self._waiting[client]:
            del self._waiting[client]

    def _leave(self, client: str) -> None:
        """Give up a place; the next who may run gets it, and then waits behind the others with what it has left."""
        self._running -= Counter((client,))  # one at 0 is forgotten
        for name, places in list(self._waiting.items()):
            place = next((one for one in places if not one.done()), None)  # others are on their way out
            if place is not None and self._may_run(name):
                self._waiting.move_to_end(name)
                self._strike(name, place)
                self._running[name] += 1
                place.set_result(None)


def _overloaded(detail: str) -> Problem:
    return Problem("overloaded", detail, "Try again shortly.", headers={"Retry-After": "2"})
