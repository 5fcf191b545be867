"""The ends of the channels to the workers: how their parent is started, one worker's connection, and its death."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from cpgraph.web import wire
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

_NARROW: Final = "Narrow the query: name a graph, bind a variable, add LIMIT, or split it."


@dataclass(frozen=True, slots=True)
class Parent:
    """The started parent of the workers and the channel to it."""

    process: subprocess.Popen[bytes]
    channel: socket.socket


def launch(settings: Settings) -> Parent:
    """Start the parent of the workers; it loads the graph while this process goes on."""
    ours, theirs = socket.socketpair()
    options = {
        "graph": str(settings.graph),
        "time": settings.time_limit,
        "memory": settings.memory,
        "may_connect": bool(settings.services),
        "workers": settings.workers,
    }
    with theirs:
        process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            [sys.executable, "-m", "cpgraph.web.workers", str(theirs.fileno()), json.dumps(options)],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,  # an interrupt from the terminal is for the web process to handle
        )
    ours.setblocking(False)  # noqa: FBT003 - the only way to say it
    return Parent(process, ours)


class Worker(asyncio.Protocol):
    """The connection to one worker; it answers one query at a time."""

    def __init__(self, number: int, left: Callable[[Worker], None]) -> None:
        """Be the connection to the worker of a number; `left` hears when it is closed."""
        self.number, self.left = number, left
        self.transport: asyncio.Transport | None = None
        self.reply: asyncio.Future[tuple[wire.Head, bytes]] | None = None
        self.is_reniced = self.is_grown = False
        self.answered = 0
        self._parts: list[bytes] = []
        self._size = 0
        self._lengths: tuple[int, int] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the transport."""
        self.transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002 - asyncio's own signature
        """Tell that the worker is gone."""
        self.left(self)

    @property
    def is_done(self) -> bool:
        """Whether the worker owes no reply."""
        reply = self.reply
        return reply is None or (reply.done() and not reply.cancelled() and reply.exception() is None)

    def ask(self, frame: bytes) -> asyncio.Future[tuple[wire.Head, bytes]]:
        """Send a query; the future gives the reply, or the problem of the worker's death."""
        self.reply = asyncio.get_running_loop().create_future()
        if self.transport is not None:
            self.transport.write(frame)
        return self.reply

    def data_received(self, data: bytes) -> None:
        """Gather a reply."""
        self._parts.append(data)
        self._size += len(data)
        if self._lengths is None:
            if self._size < wire.LENGTHS.size:
                return
            self._parts = [b"".join(self._parts)]
            head_size, body_size = wire.LENGTHS.unpack_from(self._parts[0])
            self._lengths = (head_size, body_size)
        head_size, body_size = self._lengths
        start = wire.LENGTHS.size + head_size
        if self._size < start + body_size:
            return
        content = b"".join(self._parts)
        self._parts, self._size, self._lengths = [], 0, None
        self.answered += 1
        if self.reply is not None and not self.reply.done():
            head = json.loads(content[wire.LENGTHS.size : start])
            self.is_grown = head.pop("grown", False)
            self.reply.set_result((head, content[start:]))

    def fail(self, problem: Problem) -> None:
        """End what waits for a reply."""
        if self.reply is not None and not self.reply.done():
            self.reply.set_exception(problem)

    def close(self) -> None:
        """Close the connection; an idle worker then ends."""
        if self.transport is not None:
            self.transport.close()


def death(number: int, settings: Settings) -> Problem:
    """Say why a worker died while it evaluated a query."""
    if number in (signal.SIGALRM, signal.SIGKILL):
        detail = f"It was stopped after {settings.time_limit:g} seconds, the limit for a query."
        return Problem("time-limit", detail, _NARROW, headers={"Retry-After": "60"})
    if number == signal.SIGABRT:
        limit = f"{settings.memory / 2**20:,.0f} MiB"
        detail = f"It was stopped when it asked for more than {limit}, the limit for a query."
        return Problem("out-of-memory", detail, _NARROW)
    if number in (signal.SIGSEGV, signal.SIGBUS):
        return Problem(
            "query-too-complex", "The engine broke down over it.", "Write it with fewer nested parts."
        )
    return Problem("internal-error", "The process that evaluated the query ended.", "Send the query again.")


def end(process: subprocess.Popen[bytes]) -> None:
    """Wait for the parent to end of itself, and end it if it does not."""
    try:
        process.wait(2)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
