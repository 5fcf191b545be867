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
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any, Final

from cpgraph.store import Answer, Job
from cpgraph.web.engine.base import GraphInfo, State
from cpgraph.web.engine.queue import FairQueue
from cpgraph.web.engine.worker import ERRORS, LENGTHS, NUMBER
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

_LATE: Final = 1.0  # seconds past the limit after which this process kills, should the kernel not have
_BUFFER: Final = 2**22
_ERRORS: Final = {error.__name__: error for error in ERRORS}
NARROW: Final = "Narrow the query: name a graph, bind a variable, add LIMIT, or split it."
_SORT: Final = "Sort by STR(?x), or keep values of one type, as with FILTER(isNumeric(?x))."


@dataclass(frozen=True, slots=True)
class Launched:
    """The process of a fork server that was started, and the socket to it."""

    process: subprocess.Popen[bytes]
    channel: socket.socket


def launch(settings: Settings, *, is_empty: bool = False) -> Launched:
    """Start a fork server; it loads the graph (or nothing) while this process goes on."""
    ours, theirs = socket.socketpair()
    limits = {
        "time": settings.time_limit,
        "memory": settings.memory,
        "may_connect": bool(settings.services),
    }
    arguments = (str(theirs.fileno()), "" if is_empty else str(settings.graph), json.dumps(limits))
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "cpgraph.web.engine.worker", *arguments],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            env=os.environ | {"RUST_BACKTRACE": "0"},  # one line of a panic tells enough
            start_new_session=True,  # an interrupt from the terminal is for the web process to handle
        )
    ours.setblocking(False)  # noqa: FBT003 - the only way to say it
    return Launched(process, ours)


@dataclass(slots=True, eq=False)
class _Worker:
    """The connection to one worker, which answers one query at a time, and the pipe of what it says last."""

    pid: int
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    errors: int
    server: _ForkServer

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
        """Close the connection, at which an idle worker ends; returns what it has said to nobody."""
        self.writer.close()
        words = b""
        with contextlib.suppress(BlockingIOError):
            words = os.read(self.errors, 2**16)
        os.close(self.errors)
        return words.decode(errors="replace")


class _ForkServer:
    """The connection to a fork server; it does one thing at a time."""

    def __init__(self, launched: Launched) -> None:
        self.process, self._channel = launched.process, launched.channel
        self._writer: asyncio.StreamWriter | None = None
        self._lock = asyncio.Lock()

    async def load(self) -> dict[str, Any]:
        """Return what the fork server says of the graph that it has loaded."""
        self._reader, self._writer = await asyncio.open_connection(sock=self._channel, limit=_BUFFER)
        line = await self._reader.readline()
        return dict(json.loads(line or b'{"failed": "the process that loads the graph has ended"}'))

    async def fork(self) -> _Worker:
        """Return a new worker."""
        ours, theirs = socket.socketpair()
        errors, words = os.pipe()
        os.set_blocking(errors, False)
        try:
            pid = await self._order(0, theirs.fileno(), words)
        finally:
            theirs.close()
            os.close(words)
        return _Worker(pid, *await asyncio.open_connection(sock=ours, limit=_BUFFER), errors, self)

    async def wait(self, worker: _Worker) -> int:
        """Return the exit status of a worker that is dying; negative for a signal."""
        return await self._order(worker.pid)

    async def _order(self, worker: int, *fds: int) -> int:
        async with self._lock:
            try:
                socket.send_fds(self._channel, [NUMBER.pack(worker)], fds)
                (answer,) = NUMBER.unpack(await self._reader.readexactly(NUMBER.size))
            except (OSError, EOFError):
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


class Local:
    """The workers of one service."""

    def __init__(
        self, settings: Settings, launched: Launched | None = None, *, is_empty: bool = False
    ) -> None:
        """Use a fork server that was launched before, or launch one when started; an empty one can parse."""
        self.settings = settings
        self.state: State = "starting"
        self.failure = ""
        self.info: GraphInfo | None = None
        self.deaths = 0
        self.on_change: Callable[[], None] = lambda: None
        self._launched, self._is_empty = launched, is_empty
        self._server: _ForkServer | None = None
        self._queue = FairQueue(settings)
        self._idle: list[_Worker] = []
        self._starting = asyncio.Lock()
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
            while True:
                worker = await self._take()
                try:
                    async with asyncio.timeout(self.settings.time_limit + _LATE):
                        answer = await worker.ask(job)
                except EOFError:
                    if (problem := await self._bury(worker)) is not None:
                        raise problem from None
                except ERRORS:
                    self._release(worker)
                    raise
                except BaseException as error:  # the client has left, or the alarm has failed
                    worker.kill()
                    self._spawn(self._bury(worker))
                    if isinstance(error, TimeoutError):
                        raise self._death(-signal.SIGALRM, "") from None
                    raise
                else:
                    self._release(worker)
                    return answer

    async def close(self) -> None:
        """Kill the workers and end the fork server; queries under way and waiting ones fail."""
        self.state = "closed"
        self._settled.set()
        if self._server is not None:
            await self._server.close()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
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
        """Have something done whether or not a client still waits for it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def _take(self) -> _Worker:
        while not self._idle:
            await asyncio.shield(self._spawn(self._fork()))
            if self.state != "ready":
                raise self.not_ready()
        return self._idle.pop()

    def _release(self, worker: _Worker) -> None:
        if worker.server is self._server:
            self._idle.append(worker)
        else:
            worker.close()  # the data may be others by now

    async def _fork(self) -> None:
        """Add an idle worker; a fork server that has ended is replaced first, and with it all workers."""
        async with self._starting:
            while self.state in ("starting", "ready"):
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
        launched = self._launched
        if launched is None:
            launched = await asyncio.to_thread(launch, self.settings, is_empty=self._is_empty)
        self._launched, self._server = None, _ForkServer(launched)
        while self._idle:
            self._idle.pop().close()
        told = await self._server.load()
        if self.state == "closed":
            return
        if "failed" in told:
            self.state, self.failure = "failed", told["failed"]
            self._settled.set()
            return
        old, self.info = self.info, GraphInfo(**told)
        if old is not None and old != self.info:
            self.on_change()

    async def _bury(self, worker: _Worker) -> Problem | None:
        """Take leave of a worker that has ended; returns why it did when it was not of itself."""
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
        if status == -signal.SIGALRM:
            detail = f"It was stopped after {self.settings.time_limit:g} seconds, the limit for a query."
            return Problem("time-limit", detail, NARROW, headers={"Retry-After": "60"})
        if "total order" in words:
            return Problem("query-failed", "The engine failed: values to sort have no common order.", _SORT)
        if status == -signal.SIGABRT and ("panicked" not in words or "capacity overflow" in words):
            limit = f"{self.settings.memory / 2**20:,.0f} MiB"
            detail = f"It was stopped when it asked for more than {limit}, the limit for a query."
            return Problem("out-of-memory", detail, NARROW)
        if status in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
            return Problem(
                "query-too-complex", "The engine broke down over it.", "Write it with fewer nested parts."
            )
        return Problem(
            "internal-error", "The process that evaluated the query ended.", "Send the query again."
        )
