"""The processes that evaluate, and the web process's end of them: a fork server that has loaded the graph, and its
workers, which can be killed.

`python -m cpgraph.web.engine.worker FD GRAPH SECONDS BYTES MAY_CONNECT` is the fork server. It has one thread, so
that it may fork, loads the graph once, and its workers share the pages. Over the socket FD it is asked to fork a
worker, or to wait for one that is dying; when the socket closes, it kills all workers and ends.

Each worker has a limit on its address space, writes no core file, may open no file and no socket (a SERVICE
clause that got past the checks still could not call out), and is killed by the kernel when a query is over its
time: the alarm is set before the engine is called and has its default action, so that nothing has to be awake to
enforce it.
"""

from __future__ import annotations

import asyncio
import contextlib
import gc
import json
import os
import pickle
import resource
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, NoReturn

from cpgraph import store
from cpgraph.errors import CpgraphError
from cpgraph.results import ERRORS, Answer, Job
from cpgraph.store import Graph

if TYPE_CHECKING:
    from cpgraph.web.settings import Settings

_NUMBER: Final = struct.Struct(">q")
"""To the fork server: the id of a dying worker, or 0 for a new one, with the ends of its socket and its pipe.
From it: the exit status of the one, the id of the other."""
_LENGTHS: Final = struct.Struct(">II")
"""Begins what a worker answers: the lengths of a JSON head and of a body."""
GROWN: Final = 16 * 2**20
"""Bytes more than at its start with which a worker gives way to a new one: the engine gives none back."""
RETIRE_AFTER: Final = 5_000
"""Answers after which it does, so that what the engine leaks stays bounded."""
_BUFFER: Final = 2**22
_ERRORS: Final = {error.__name__: error for error in ERRORS}


def main(fd: str, path: str, seconds: str, memory: str, may_connect: str) -> None:
    """Load the graph, say so, and fork until the socket closes."""
    channel = socket.socket(fileno=int(fd))
    try:
        graph = store.open_graph(Path(path))
    except (CpgraphError, OSError) as error:
        channel.sendall(json.dumps({"failed": str(error)}).encode() + b"\n")
        return
    gc.freeze()
    told = {"digest": graph.digest, "triples": graph.triples, "graphs": graph.graphs}
    channel.sendall(json.dumps(told | {"prefixes": dict(graph.prefixes)}).encode() + b"\n")
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())

    def work(end: socket.socket, errors: int) -> NoReturn:
        _confine(errors, int(memory), may_connect=may_connect == "1")
        _work(end, graph, float(seconds))

    workers = set[int]()
    with contextlib.suppress(ConnectionError, SystemExit):
        _serve(channel, workers, work)
    for worker in workers:
        os.kill(worker, signal.SIGKILL)
    for worker in workers:
        os.waitpid(worker, 0)  # nothing is left behind


def _serve(channel: socket.socket, workers: set[int], work: Callable[[socket.socket, int], NoReturn]) -> None:
    while True:
        order, fds, _, _ = socket.recv_fds(channel, _NUMBER.size, 2)
        if not order:
            return
        (answer,) = _NUMBER.unpack(order)
        if answer:
            workers.discard(answer)
            answer = os.waitstatus_to_exitcode(os.waitpid(answer, 0)[1])
        else:
            answer = os.fork()
            if answer == 0:
                channel.close()
                work(socket.socket(fileno=fds[0]), fds[1])
            workers.add(answer)
            for fd in fds:
                os.close(fd)
        channel.sendall(_NUMBER.pack(answer))


def _confine(errors: int, memory: int, *, may_connect: bool) -> None:
    """Take from a worker what it does not need; what it says of its end goes to a pipe that cannot block it."""
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    os.dup2(errors, 2)
    os.close(errors)
    os.set_blocking(2, False)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # not every Unix can tell or limit this
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        space = pages * resource.getpagesize() + memory
        resource.setrlimit(resource.RLIMIT_AS, (space, space))
    if not may_connect:
        resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))


def _work(channel: socket.socket, graph: Graph, seconds: float) -> NoReturn:
    """Answer jobs until the socket closes, or it is time to give way to a new worker."""
    try:
        least, stream = _peak(), channel.makefile("rb")
        for _ in range(RETIRE_AFTER):
            job = pickle.load(stream)  # noqa: S301 - from the web process
            signal.setitimer(signal.ITIMER_REAL, seconds)
            head, body = _answer(graph, job)
            signal.setitimer(signal.ITIMER_REAL, 0)
            channel.sendall(_LENGTHS.pack(len(head), len(body)) + head + body)
            if _peak() - least > GROWN:
                break
    except (EOFError, ConnectionError):
        pass
    except MemoryError:
        os.abort()  # the same end as when the engine itself runs out of memory
    except BaseException:  # noqa: BLE001 - a fault of ours must not look like a worker that gives way
        os._exit(1)
    os._exit(0)


def _answer(graph: Graph, job: Job) -> tuple[bytes, bytes]:
    """Return the head and body of an answer: kind, rows and rows shown, or an error's name and arguments."""
    try:
        found = store.evaluate(graph, job)
    except ERRORS as error:
        return json.dumps([type(error).__name__, *error.args]).encode(), b""
    return json.dumps([found.kind, found.rows, found.shown]).encode(), found.body


def _peak() -> int:
    """Return the most bytes this process has held at a time; no file has to be opened for that."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024


class ForkServer:
    """A process that loads the graph while this one goes on, and then forks workers, one at a time."""

    def __init__(self, settings: Settings) -> None:
        """Start it."""
        self._channel, theirs = socket.socketpair()
        self._channel.setblocking(False)  # noqa: FBT003 - the only way to say it
        self._lock = asyncio.Lock()
        self._writer: asyncio.StreamWriter | None = None
        limits = (settings.time_limit, settings.memory, int(bool(settings.services)))
        with theirs:
            command = [sys.executable, "-m", "cpgraph.web.engine.worker", str(theirs.fileno())]
            self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                [*command, str(settings.graph), *map(str, limits)],
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
                socket.send_fds(self._channel, [_NUMBER.pack(worker)], fds)
                (answer,) = _NUMBER.unpack(await self._reader.readexactly(_NUMBER.size))
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
            head_size, body_size = _LENGTHS.unpack(await self.reader.readexactly(_LENGTHS.size))
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


if __name__ == "__main__":
    main(*sys.argv[1:])
