"""The embedded engine: hand queries to worker processes, tell every death, never evaluate here.

All of it runs on the event loop and none of it blocks. Workers are forked when they are needed, up to the number
of places; the next query that needs one replaces one that has ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import pickle
import signal
import socket
import subprocess
import sys
from collections.abc import Coroutine
from dataclasses import dataclass
from typing import Any, Final

from cpgraph.results import ERRORS, Answer, Job
from cpgraph.web.engine.base import NARROW, Engine, GraphInfo
from cpgraph.web.engine.worker import LENGTHS, NUMBER
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

_SORT: Final = "Sort by STR(?x), or keep values of one type, as with FILTER(isNumeric(?x))."
_LATE: Final = 1.0  # seconds past the limit after which this process kills, should the kernel not have
_BUFFER: Final = 2**22
_ERRORS: Final = {error.__name__: error for error in ERRORS}


class Local(Engine):
    """The workers of one service."""

    def __init__(self, settings: Settings, *, is_empty: bool = False) -> None:
        """Know what to load; an empty engine loads nothing, and can parse queries."""
        super().__init__(settings)
        self._is_empty = is_empty
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
        self._server = server = await asyncio.to_thread(ForkServer, self.settings, is_empty=self._is_empty)
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


class ForkServer:
    """A process that loads the graph while this one goes on, and then forks workers, one at a time."""

    def __init__(self, settings: Settings, *, is_empty: bool = False) -> None:
        """Start it; an empty one loads nothing, and its workers can parse queries."""
        self._channel, theirs = socket.socketpair()
        self._channel.setblocking(False)  # noqa: FBT003 - the only way to say it
        self._lock = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        path = "" if is_empty else str(settings.graph)
        limits = (settings.time_limit, settings.memory, int(bool(settings.services)))
        with theirs:
            command = [sys.executable, "-m", "cpgraph.web.engine.worker", str(theirs.fileno()), path]
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*command, *map(str, limits)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                env=os.environ | {"RUST_BACKTRACE": "0"},  # the first line of a panic tells enough
                start_new_session=True,  # an interrupt from the terminal is for the web process to handle
            )

    async def load(self) -> dict[str, Any]:
        """Return what it says of the graph that it has loaded, or why it has `failed` to."""
        self._reader, self._writer = await asyncio.open_connection(sock=self._channel, limit=_BUFFER)
        line = await self._reader.readline()
        return dict(json.loads(line or b'{"failed": "The process that loads the graph has ended."}'))

    async def fork(self) -> Worker:
        """Return a new worker. Raises `EOFError` when the fork server has ended; so does `wait`."""
        ours, theirs = socket.socketpair()
        errors, words = os.pipe()
        os.set_blocking(errors, False)
        try:
            pid = await self._order(0, theirs.fileno(), words)
        except EOFError:
            ours.close()
            os.close(errors)
            raise
        finally:
            theirs.close()
            os.close(words)
        return Worker(self, pid, *await asyncio.open_connection(sock=ours, limit=_BUFFER), errors)

    async def wait(self, worker: Worker) -> int:
        """Return the exit status of a worker that is dying; negative for a signal."""
        return await self._order(worker.pid)

    async def _order(self, worker: int, *fds: int) -> int:
        async with self._lock:
            try:
                socket.send_fds(self._channel, [NUMBER.pack(worker)], fds)
                (answer,) = NUMBER.unpack(await self._reader.readexactly(NUMBER.size))
            except OSError:
                raise EOFError from None
        return int(answer)

    async def close(self) -> None:
        """End it; it kills its workers first."""
        self.process.terminate()
        if self._writer is not None:
            self._writer.close()
        try:
            await asyncio.to_thread(self.process.wait, 5)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


@dataclass(slots=True, eq=False)
class Worker:
    """The connection to one worker, which answers one query at a time, and the pipe of what it says last."""

    server: ForkServer
    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    errors: int

    @property
    def has_ended(self) -> bool:
        """Whether it has ended since it answered."""
        return self.reader.at_eof()

    async def ask(self, job: Job) -> Answer:
        """Return the answer to a job; raises the query's own error, or `EOFError` when the worker has ended."""
        try:
            self.writer.write(pickle.dumps(job))
            head_size, body_size = LENGTHS.unpack(await self.reader.readexactly(LENGTHS.size))
            name, *values = json.loads(await self.reader.readexactly(head_size))
            body = await self.reader.readexactly(body_size)
        except ConnectionError:
            raise EOFError from None
        if name in _ERRORS:
            raise _ERRORS[name](*values)
        return Answer(name, body, *values)

    def kill(self) -> None:
        """Kill it; its id is its own until it has been waited for."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)

    def close(self) -> str:
        """Close the connection, at which an idle worker ends; returns what it said last."""
        self.writer.close()
        words = b""
        with contextlib.suppress(BlockingIOError):
            words = os.read(self.errors, 2**16)
        os.close(self.errors)
        return words.decode(errors="replace")
