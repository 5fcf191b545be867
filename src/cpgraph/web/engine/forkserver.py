"""The web process's ends of the processes that evaluate (`worker`): the fork server, and each worker that it makes."""

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
from dataclasses import dataclass
from typing import Any, Final

from cpgraph.store import Answer, Job
from cpgraph.web.engine.worker import ERRORS, LENGTHS, NUMBER
from cpgraph.web.settings import Settings

_BUFFER: Final = 2**22
_ERRORS: Final = {error.__name__: error for error in ERRORS}


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
