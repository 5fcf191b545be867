"""The HTTP server under the service: its log, and how it stops."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import time
from typing import Any, Final, cast

import uvicorn

from cpgraph.web.app import Service
from cpgraph.web.connection import Bounded
from cpgraph.web.engine.base import Engine
from cpgraph.web.log import Log, logging_to_stderr
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings
from cpgraph.web.shelf import Ready, is_whole

_ACCESS: Final = "INFO cpgraph.access"
_EXTRA: Final = 2  # seconds that answers may take to reach their clients once the queries are ended


class _Server(uvicorn.Server):
    """A server that lets running queries end by themselves for a while, and then ends them with an answer."""

    def __init__(self, config: uvicorn.Config, backend: Engine, seconds: float) -> None:
        super().__init__(config)
        self.backend, self.seconds = backend, seconds

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        draining = asyncio.ensure_future(self._drain())
        await super().shutdown(sockets)
        await draining
        # the stop is complete: the signal that asked for it need not be raised again
        self._captured_signals.clear()

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self.seconds
        while self.backend.busy and loop.time() < deadline:
            await asyncio.sleep(0.02)
        await self.backend.close()


def run(app: Service, settings: Settings) -> None:
    """Serve the application that `create_app` made until a signal asks to stop."""
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    what = settings.store or settings.graph
    sys.stderr.write(f"cpgraph serves {what} at http://{shown}:{settings.port}/ (Ctrl-C stops it)\n")
    with logging_to_stderr() as log, contextlib.suppress(KeyboardInterrupt):
        config = _config(app, settings, log)
        _Server(config, app.backend, settings.shutdown_time).run()


def _config(app: Service, settings: Settings, log: Log) -> uvicorn.Config:
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        http=_protocol(app, log, settings),
        timeout_graceful_shutdown=round(settings.shutdown_time) + _EXTRA,
        timeout_keep_alive=30,
    )


class _Joined:
    """A transport that sends the head of an answer with its body, in one system call and one packet."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport, self._loop, self._held = transport, loop, b""

    def write(self, data: bytes) -> None:
        if self._held:
            data, self._held = self._held + data, b""
            self._transport.write(data)
        elif data:
            self._held = data
            self._loop.call_soon(self.flush)

    def flush(self) -> None:
        if self._held:
            data, self._held = self._held, b""
            self._transport.write(data)

    def close(self) -> None:
        self.flush()
        self._transport.close()

    def write_eof(self) -> None:
        self.flush()
        self._transport.write_eof()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


def _protocol(app: Service, log: Log, settings: Settings) -> type[asyncio.Protocol]:
    """Make the server's HTTP protocol bounded, and answer from the shelf where it can."""
    shelf, metrics = app.shelf, app.metrics

    class Quick(Bounded):
        limits = settings
        raw = b""
        """The bytes of the request, where its answer may be kept for the same bytes."""

        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.joined = _Joined(transport, self.loop)
            self.transport = cast("asyncio.Transport", self.joined)

        def data_received(self, data: bytes) -> None:
            self.raw = b""
            if self.is_between and self.is_idle and not self.is_refused:
                found = shelf.get(data)
                if found is not None and not self.flow.write_paused:
                    self._give(found)
                    return
                self.raw = data if is_whole(data) else b""
            super().data_received(data)

        def _give(self, found: Ready) -> None:
            begun = time.perf_counter()
            self._unset_keepalive_if_required()
            date = b"".join([b"%b: %b\r\n" % header for header in self.server_state.default_headers])
            self.joined.write(b"".join((found.start, date, found.rest, found.body)))
            self.joined.flush()
            self.server_state.total_requests += 1
            self.wait(self.timeout_keep_alive)
            seconds = time.perf_counter() - begun
            metrics.observe_hit(found.status, seconds)
            who = self.client[0] if self.client else "-"
            log.line(time.time(), _ACCESS, line(who, found, seconds))

        def note(self, problem: Problem, size: int) -> None:
            super().note(problem, size)
            metrics.observe_refusal(problem.status, problem.kind)

        def on_message_begin(self) -> None:
            super().on_message_begin()
            self.scope["state"]["raw"] = self.raw, shelf.generation

    return Quick


def line(who: str, found: Ready, seconds: float) -> str:
    """Write the log line of an answer from the shelf, as the ordinary path does."""
    rows = "-" if found.rows is None else found.rows
    return (
        f"client={who} method=GET path={found.path!r} status={found.status} ms={seconds * 1000:.1f} "
        f"bytes={len(found.body)} rows={rows} cache=hit outcome=ok"
    )
