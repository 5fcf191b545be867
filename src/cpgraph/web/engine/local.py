"""The embedded engine: hand queries to worker processes in turn, tell every death, never evaluate here.

All of it runs on the event loop and none of it blocks. Workers are forked when they are needed, up to the number
of places; the next query that needs one replaces one that has ended.
"""

from __future__ import annotations

import asyncio
import signal
from collections import Counter
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, Final

from cpgraph.results import ERRORS, Answer, Job
from cpgraph.web.engine.base import NARROW, Engine, GraphInfo
from cpgraph.web.engine.worker import ForkServer, Worker
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

_SORT: Final = "Sort by STR(?x), or keep values of one type, as with FILTER(isNumeric(?x))."
_LATE: Final = 1.0  # seconds past the limit after which this process kills, should the kernel not have


class Local(Engine):
    """The workers of one service."""

    def __init__(self, settings: Settings) -> None:
        """Know what to load."""
        super().__init__(settings, FairQueue(settings))
        self._server: ForkServer | None = None
        self._idle: list[Worker] = []
        self._forking = asyncio.Lock()
        self._tasks = set[asyncio.Task[Any]]()

    async def start(self) -> None:
        """Begin to load the graph."""
        self._spawn(self._fork())

    async def run(self, job: Job, client: str = "") -> Answer:
        """Return the whole result of one query; cancelling it kills the worker that evaluates."""
        if self.state != "ready":
            raise self.not_ready()
        async with self.queue.turn(client):
            while True:  # a worker may have given way just as it got the query
                worker = await self._take()
                try:
                    async with asyncio.timeout(self.settings.time_limit + _LATE):
                        answer = await worker.ask(job)
                except EOFError:
                    problem = await asyncio.shield(self._spawn(self._bury(worker)))
                    if problem is not None:
                        raise problem from None
                except ERRORS:
                    self._idle.append(worker)
                    raise
                except BaseException as error:  # the client has left, or the kernel did not keep the time
                    worker.kill()
                    self._spawn(self._bury(worker))
                    if isinstance(error, TimeoutError):
                        raise self.over_time() from None
                    raise
                else:
                    self._idle.append(worker)
                    return answer

    async def close(self) -> None:
        """Kill the workers and end the fork server; queries under way and waiting ones fail."""
        await super().close()
        if self._server is not None:
            await self._server.close()
        while self._tasks or self.busy:
            await asyncio.sleep(0.01)
        while self._idle:
            self._idle.pop().close()

    def _spawn(self, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
        """Have something done to its end, whether or not a client still waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _take(self) -> Worker:
        while True:
            while not self._idle:
                await asyncio.shield(self._spawn(self._fork()))
                if self.state != "ready":
                    raise self.not_ready()
            worker = self._idle.pop()
            if not worker.has_ended and worker.server.process.poll() is None:
                return worker
            self._spawn(self._bury(worker))  # what a new fork server loads may be other data

    async def _fork(self) -> None:
        """Add an idle worker if there is none; a fork server that has ended is replaced first, and all workers."""
        async with self._forking:
            # one that was forked for a client who has left may be idle by now
            while self.state in ("starting", "ready") and not self._idle:
                server = self._server
                if server is None or server.process.poll() is not None:
                    await self._load()
                    continue
                try:
                    self._idle.append(await server.fork())
                except EOFError:
                    await server.close()
                    continue
                if self.state == "starting":
                    self.state = "ready"
                    self.settled.set()
                return

    async def _load(self) -> None:
        if self._server is not None:
            await self._server.close()
        self._server = server = await asyncio.to_thread(ForkServer, self.settings)
        told = await server.load()
        if self.state == "closed":
            await server.close()
            return
        if "failed" in told:
            self.state, self.failure = "failed", f"The data could not be loaded: {told['failed']}"
            self.settled.set()
            return
        old, self.info = self.info, GraphInfo(**told)
        if old is not None and old != self.info:
            self.on_change()

    async def _bury(self, worker: Worker) -> Problem | None:
        """Take leave of a worker that has ended; returns why, unless it ended of itself."""
        try:
            status = await worker.server.wait(worker)
        except EOFError:
            status = 1
        words = worker.close()
        self.deaths += status != 0
        if self.state == "closed":
            return self.not_ready()
        return self._death(status, words) if status else None

    def _death(self, status: int, words: str) -> Problem:
        """Return what a worker's exit status and last words tell of the query."""
        if status == -signal.SIGALRM:
            return self.over_time()
        if "total order" in words:
            return Problem("query-failed", "The engine failed: values to sort have no common order.", _SORT)
        if status == -signal.SIGABRT and ("panicked" not in words or "capacity overflow" in words):
            limit = f"{self.settings.memory / 2**20:,.0f} MiB"
            detail = f"It was stopped when it asked for more than {limit}, the limit for a query."
            return Problem("out-of-memory", detail, NARROW)
        if status == -signal.SIGABRT:
            return Problem("query-failed", "The engine failed over it.", "Write it in another way.")
        if status in (-signal.SIGSEGV, -signal.SIGBUS):
            remedy = "Write it with fewer nested parts."
            return Problem("query-too-complex", "The engine broke down over it.", remedy)
        return Problem(
            "internal-error", "The process that evaluated the query ended.", "Send the query again."
        )


class FairQueue:
    """Places to evaluate at, given to waiting clients one query of each in turn; it runs on the event loop alone."""

    def __init__(self, settings: Settings) -> None:
        """Have a place for each worker; one client may take all but one of several."""
        self._places, self._length, self._seconds = settings.workers, settings.queue, settings.queue_time
        self._share = max(1, self._places - 1)
        self._running = Counter[str]()
        self._waiting: dict[asyncio.Future[None], str] = {}  # whose query each is; who is next comes first

    @property
    def busy(self) -> int:
        """Places that are taken."""
        return self._running.total()

    @property
    def waiting(self) -> int:
        """Queries that wait."""
        return len(self._waiting)

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Hold a place; raises `Problem` when none is to be had in time."""
        place: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[place] = client
        self._give()
        try:
            if not place.done():
                await self._wait(place)
            yield
        finally:
            if place in self._waiting:
                del self._waiting[place]
            else:
                self._running -= Counter((client,))  # one at 0 is forgotten
                self._give()

    async def _wait(self, place: asyncio.Future[None]) -> None:
        if self.waiting > self._length:
            raise _overloaded(f"{self._length} queries are waiting, the limit of the queue.")
        try:
            async with asyncio.timeout(self._seconds):
                await place
        except TimeoutError:
            raise _overloaded(f"Timed out after {self._seconds:g} s waiting for a worker.") from None

    def _give(self) -> None:
        """Give the free places to those who are next; a client then waits behind the others with what it has left."""
        while (place := next(filter(self._may_run, self._waiting), None)) is not None:
            client = self._waiting.pop(place)
            self._running[client] += 1
            place.set_result(None)
            for other in [one for one, name in self._waiting.items() if name == client]:
                self._waiting[other] = self._waiting.pop(other)

    def _may_run(self, place: asyncio.Future[None]) -> bool:
        """Return whether a query gets a place now; the service itself, without a name, has no share to keep to."""
        client = self._waiting[place]
        has_share = not client or self._running[client] < self._share
        return (
            has_share and self.busy < self._places and not place.done()
        )  # one that is done is on its way out


def _overloaded(detail: str) -> Problem:
    return Problem("overloaded", detail, "Try again shortly.", headers={"Retry-After": "2"})
