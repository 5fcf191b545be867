"""The embedded engine: hand queries to worker processes, tell every death, never evaluate here.

All of it runs on the event loop and none of it blocks. Workers are forked when they are needed, up to the number
of places; the next query that needs one replaces one that has ended.
"""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable, Coroutine
from typing import Any, Final

from cpgraph.store import Answer, Job
from cpgraph.web.engine.base import GraphInfo, State
from cpgraph.web.engine.forkserver import ForkServer, Worker
from cpgraph.web.engine.queue import FairQueue
from cpgraph.web.engine.worker import ERRORS
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

NARROW: Final = "Narrow the query: name a graph, bind a variable, add LIMIT, or split it."
_SORT: Final = "Sort by STR(?x), or keep values of one type, as with FILTER(isNumeric(?x))."
_LATE: Final = 1.0  # seconds past the limit after which this process kills, should the kernel not have


class Local:
    """The workers of one service; has the methods of `base.Engine`."""

    def __init__(
        self, settings: Settings, server: ForkServer | None = None, *, is_empty: bool = False
    ) -> None:
        """Use a fork server that was started before, or start one, which may be empty."""
        self.settings = settings
        self.state: State = "starting"
        self.failure = ""
        self.info: GraphInfo | None = None
        self.deaths = 0
        self.on_change: Callable[[], None] = lambda: None
        self._is_empty = is_empty
        self._started: ForkServer | None = server
        self._server: ForkServer | None = None
        self._queue = FairQueue(settings)
        self._idle: list[Worker] = []
        self._forking = asyncio.Lock()
        self._settled = asyncio.Event()
        self._tasks = set[asyncio.Task[Any]]()

    @property
    def waiting(self) -> int:
        """Queries that wait for a worker."""
        return self._queue.waiting

    @property
    def busy(self) -> int:
        """Queries under way."""
        return self._queue.busy

    async def start(self) -> None:
        """Begin to load the graph."""
        self._spawn(self._fork())

    async def ready(self) -> bool:
        """Wait until queries can be answered, or never will be."""
        await self._settled.wait()
        return self.state == "ready"

    async def run(self, job: Job, client: str = "") -> Answer:
        """Return the whole result of one query; cancelling it kills the worker that evaluates."""
        if self.state != "ready":
            raise self.not_ready()
        async with self._queue.turn(client):
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
                        raise self._death(-signal.SIGALRM, "") from None
                    raise
                else:
                    self._idle.append(worker)
                    return answer

    async def close(self) -> None:
        """Kill the workers and end the fork server; queries under way and waiting ones fail."""
        self.state = "closed"
        self._settled.set()
        if (server := self._server or self._started) is not None:
            await server.close()
        while self._tasks or self.busy:
            await asyncio.sleep(0.01)
        while self._idle:
            self._idle.pop().close()

    def not_ready(self) -> Problem:
        """Return why no query can be answered now."""
        if self.state == "failed":
            detail = f"The data could not be loaded: {self.failure}"
            return Problem("not-ready", detail, headers={"Retry-After": "60"})
        if self.state == "closed":
            return Problem("not-ready", "The service is stopping.", headers={"Retry-After": "10"})
        return Problem("not-ready", "The data are still being loaded.", headers={"Retry-After": "1"})

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
                    self._settled.set()
                return

    async def _load(self) -> None:
        if self._server is not None:
            await self._server.close()
        if (server := self._started) is None:
            server = await asyncio.to_thread(ForkServer, self.settings, is_empty=self._is_empty)
        self._started, self._server = None, server
        told = await server.load()
        if self.state == "closed":
            await server.close()
            return
        if "failed" in told:
            self.state, self.failure = "failed", told["failed"]
            self._settled.set()
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
            detail = f"It was stopped after {self.settings.time_limit:g} seconds, the limit for a query."
            return Problem("time-limit", detail, NARROW, headers={"Retry-After": "60"})
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
