"""The HTTP server under the service: limits of a connection, its log, how it starts and stops."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import queue
import socket
import sys
from collections.abc import Iterator
from logging.handlers import QueueHandler, QueueListener
from typing import Any, Final

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from cpgraph.errors import CpgraphError, NotBuiltError
from cpgraph.web.app import create_app
from cpgraph.web.middleware import Metrics
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

_LINES: Final = 100_000  # of the log that may wait for its reader; more are dropped and counted
_FLUSH: Final = 2  # seconds that the log may take to be written at the end
_EXTRA: Final = 2  # seconds that answers may take to reach their clients once the queries are ended
_LINGER: Final = 2  # seconds in which a client that still sends can read why it was refused
_IDLE: Final = 30  # seconds that a connection may stay open without a request

log: Final = logging.getLogger("cpgraph.access")


class StartError(CpgraphError):
    """The service cannot be started."""

    code = "CPG-E511"


class Connection(HttpToolsProtocol):
    """A connection that gives each head its time and size, each reader its time, and all a limit in number."""

    limits: Settings
    metrics: Metrics
    refusal: Problem | None = None
    head_size = 0
    is_begun = False  # a head
    is_in_body = False
    reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a head, if there is room for one more connection; an idle one makes room."""
        super().connection_made(transport)
        self.deadline = self.loop.call_later(self.limits.header_time, self._give_up)
        if len(self.connections) > self.limits.connections:
            others: Any = self.connections
            idle = (one.transport for one in others if one.cycle and one.cycle.response_complete)
            if (other := next(idle, None)) is not None:
                other.close()
            else:
                detail = f"Connection limit ({self.limits.connections:,}) reached."
                self._refuse(Problem("overloaded", detail, headers={"Retry-After": "2"}))

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self.deadline.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, up to the limit of a head."""
        if self.refusal is None:
            super().data_received(data)
            self.head_size += 0 if self.is_in_body else len(data)
            if self.head_size > self.limits.head_bytes:
                self._refuse(self._too_large())

    def on_message_begin(self) -> None:
        """Give the head its time."""
        self._wait(self.limits.header_time)
        super().on_message_begin()
        self.is_begun, self.is_in_body = True, False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; what comes after the body is none (RFC 9110, section 6.5.1)."""
        if self.is_begun:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Make a request of a head that came in time, within its size, and with a body that can be read."""
        self.deadline.cancel()
        self.head_size, self.is_begun, self.is_in_body = 0, False, True
        codings = [value.lower() for name, value in self.headers if name == b"transfer-encoding"]
        hosts = sum(name == b"host" for name, _ in self.headers)
        if sum(len(name) + len(value) for name, value in self.headers) > self.limits.head_bytes:
            self._refuse(self._too_large())
        elif hosts > 1 or (not hosts and self.parser.get_http_version() == "1.1"):
            self._refuse(Problem("malformed-request", f"Expected exactly one Host header, got {hosts}."))
        elif codings and (codings != [b"chunked"] or self.parser.get_http_version() == "1.0"):
            self._refuse(Problem("unknown-coding", "Only chunked is read, as HTTP/1.1 has it."))
        if self.refusal is not None:
            raise ConnectionRefusedError  # the parser stops
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect the head of another request."""
        self.is_in_body = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Drop what is left of a body for a while, so that its client gets to the answer."""
        super().on_response_complete()
        if self.is_in_body:
            self._wait(self.limits.body_time)

    def pause_writing(self) -> None:
        """Give a client that does not read its time."""
        super().pause_writing()
        self.reading = self.loop.call_later(self.limits.send_time * 1.5, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        if self.reading is not None:
            self.reading.cancel()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the server's own signature
        """Refuse what the parser does not take; the name is the server's."""
        self._refuse(Problem("malformed-request", "It is not HTTP/1.1 as RFC 9112 has it."))

    def _wait(self, seconds: float) -> None:
        self.deadline.cancel()
        self.deadline = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        if self.is_begun:
            detail = f"Its head took more than {self.limits.header_time:g} seconds."
            self._refuse(Problem("request-too-slow", detail))
        else:
            self.transport.close()

    def _too_large(self) -> Problem:
        detail = f"At most {self.limits.head_bytes:,} bytes of a head are read."
        return Problem("head-too-large", detail, "Send fewer and shorter headers.")

    def _refuse(self, problem: Problem) -> None:
        """Read no more; say why, unless an answer is on its way, and close."""
        if self.refusal is not None:
            return
        self.refusal = problem
        if self.cycle is not None and not self.cycle.response_complete:
            if self.cycle.response_started or self.pipeline or not self.cycle.more_body:
                self.cycle.keep_alive = False  # the answers to what was asked before come first, and whole
                return
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        content = json.dumps(problem.document(), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/problem+json",
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "Access-Control-Allow-Origin": "*",
            "X-Content-Type-Options": "nosniff",
            "Connection": "close",
            **problem.headers,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(STATUS_LINE[problem.status] + head.encode() + b"\r\n" + content)
        self.transport.write_eof()
        self.loop.call_later(_LINGER, self.transport.abort)
        who, status, size = self.client[0] if self.client else "-", problem.status, len(content)
        line = "client=%s method=- path=- status=%d ms=- bytes=%d rows=- cache=- outcome=%s"
        log.info(line, who, status, size, problem.kind)
        self.metrics.observe("other", status, 0, {"outcome": problem.kind})


class Server(uvicorn.Server):
    """A server that says when it serves, and lets running queries end by themselves for a while."""

    def __init__(self, config: uvicorn.Config, app: FastAPI) -> None:
        """Serve an application that `create_app` made."""
        super().__init__(config)
        self.engine, self.settings = app.state.service.engine, app.state.service.settings
        self.failure: Problem | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so once queries can be answered; stop when they never will be."""
        await super().startup(sockets)
        self.readiness = asyncio.create_task(self._say_when_ready())

    async def _say_when_ready(self) -> None:
        if await self.engine.ready():
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            what = self.settings.store or self.settings.graph
            sys.stderr.write(f"cpgraph serves {what} at http://{place}/ (Ctrl-C stops it)\n")
        elif not self.should_exit:
            self.failure, self.should_exit = self.engine.not_ready(), True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Stop listening, and end what still runs after its time."""
        draining = asyncio.create_task(self._drain())
        await super().shutdown(sockets)
        await draining
        self._captured_signals.clear()  # the stop is complete: the signal need not be raised again

    async def _drain(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.settings.shutdown_time):
                while self.engine.busy:
                    await asyncio.sleep(0.02)
        await self.engine.close()


def serve(settings: Settings) -> None:
    """Serve until a signal asks to stop.

    Raises `NotBuiltError` when there is no graph to serve, `StartError` when it cannot be served.
    """
    if not settings.store and not settings.graph.is_file():
        raise NotBuiltError(settings.graph)
    app = create_app(settings)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        place = f"{settings.host}, port {settings.port}"
        why = str(error.strerror).partition(" (")[0]
        raise StartError(f"cannot listen at {place}: {why}. Choose another with --host, --port.") from None
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        http=type("Connection", (Connection,), {"limits": settings, "metrics": app.state.metrics}),
        timeout_graceful_shutdown=round(settings.shutdown_time) + _EXTRA,
        timeout_keep_alive=_IDLE,
    )
    server = Server(config, app)
    with _logging_to_stderr(), contextlib.suppress(KeyboardInterrupt):
        server.run([listener])
    if server.failure is not None:
        raise StartError(f"cannot serve {settings.store or settings.graph}: {server.failure.detail}")


class _Handler(QueueHandler):
    """Hands lines to the thread that writes them; what a blocked reader does not take is dropped and counted."""

    dropped = 0

    def enqueue(self, record: logging.LogRecord) -> None:
        record.msg += f" ({self.dropped} lines dropped)" if self.dropped else ""
        try:
            super().enqueue(record)
            self.dropped = 0
        except queue.Full:
            self.dropped += 1


@contextlib.contextmanager
def _logging_to_stderr() -> Iterator[None]:
    """Write the service's log, and the server's warnings, to standard error, from a thread of its own."""
    lines: queue.Queue[Any] = queue.Queue(_LINES)
    stream = logging.StreamHandler()
    stream.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    handler, listener = _Handler(lines), QueueListener(lines, stream)
    for name, level in (("cpgraph", logging.INFO), ("uvicorn", logging.WARNING)):
        logging.getLogger(name).addHandler(handler)
        logging.getLogger(name).setLevel(level)
    listener.start()
    thread = listener._thread  # noqa: SLF001 - `stop` would wait for a blocked reader for ever
    try:
        yield
    finally:
        with contextlib.suppress(queue.Full):
            listener.enqueue_sentinel()
        if thread is not None:
            thread.join(_FLUSH)
