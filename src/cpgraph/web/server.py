"""The HTTP server under the service: its log, and how it stops."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import logging.handlers
import queue
import socket
import sys
from collections.abc import Iterator
from typing import Final

import uvicorn
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cpgraph.web.backend import Backend
from cpgraph.web.settings import Settings

_EXTRA: Final = 2  # seconds that answers may take to reach their clients once the queries are ended


class _Server(uvicorn.Server):
    """A server that lets running queries end by themselves for a while, and then ends them with an answer."""

    def __init__(self, config: uvicorn.Config, backend: Backend, seconds: float) -> None:
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


def run(app: FastAPI, settings: Settings) -> None:
    """Serve the application that `create_app` made until a signal asks to stop."""
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        http=_protocol(settings.header_time),
        limit_concurrency=settings.connections,
        timeout_graceful_shutdown=round(settings.shutdown_time) + _EXTRA,
        timeout_keep_alive=30,
    )
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    what = settings.store or settings.graph
    sys.stderr.write(f"cpgraph serves {what} at http://{shown}:{settings.port}/ (Ctrl-C stops it)\n")
    with _log(), contextlib.suppress(KeyboardInterrupt):
        _Server(config, app.state.pool, settings.shutdown_time).run()


def _protocol(header_time: float) -> type[asyncio.Protocol]:
    """Make the server's HTTP protocol drop connections whose request head does not arrive in time."""

    class Impatient(HttpToolsProtocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.head = self.loop.call_later(header_time, transport.close)

        def on_message_begin(self) -> None:
            self.head.cancel()
            self.head = self.loop.call_later(header_time, self.transport.close)
            super().on_message_begin()

        def on_headers_complete(self) -> None:
            self.head.cancel()
            super().on_headers_complete()

        def connection_lost(self, exc: Exception | None) -> None:
            self.head.cancel()
            super().connection_lost(exc)

    return Impatient


@contextlib.contextmanager
def _log() -> Iterator[None]:
    """Write the log to standard error from a thread of its own, so that a slow reader of it delays nobody."""
    lines: queue.SimpleQueue[logging.LogRecord] = queue.SimpleQueue()
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    listener = logging.handlers.QueueListener(lines, handler)
    entrance = logging.handlers.QueueHandler(lines)
    for name, level in (("cpgraph", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.addHandler(entrance)
        logger.setLevel(level)
        logger.propagate = False
    listener.start()
    try:
        yield
    finally:
        listener.stop()
