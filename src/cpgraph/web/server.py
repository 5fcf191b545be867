"""The HTTP server under the service: how it starts, says so, writes its log, and stops."""

from __future__ import annotations

import asyncio
import contextlib
import logging.handlers
import queue
import socket
import sys
import threading
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

import uvicorn

from cpgraph.errors import CpgraphError, NotBuiltError, SourceTextError
from cpgraph.web.engine.base import Engine, new_engine
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

if TYPE_CHECKING:
    from cpgraph.web.routers.resources import Service

_LINES: Final = 100_000  # of the log that may wait for its reader; more are dropped and counted
_FLUSH: Final = 2  # seconds that the log may take to be written at the end
_EXTRA: Final = 2  # seconds that answers may take to reach their clients once the queries are ended
_IDLE: Final = 30  # seconds that a connection may stay open without a request


class StartError(CpgraphError):
    """The service cannot be started."""

    code = "CPG-E511"


class Server(uvicorn.Server):
    """A server that says when it serves, and lets running queries end by themselves for a while."""

    def __init__(self, config: uvicorn.Config, engine: Engine, settings: Settings) -> None:
        """Serve an application that evaluates by an engine."""
        super().__init__(config)
        self.engine, self.settings = engine, settings
        self.service: Service = config.app.state.service  # type: ignore[union-attr]
        self.failure: Problem | CpgraphError | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and say so once queries can be answered; stop when they never will be."""
        await super().startup(sockets)
        self.readiness = asyncio.create_task(self._say_when_ready())

    async def _say_when_ready(self) -> None:
        try:
            if not await self.engine.ready():
                raise self.engine.not_ready()
            if self.settings.source:
                await require_copy(self.service)
            host, port = self.servers[0].sockets[0].getsockname()[:2]
            place = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
            what = self.settings.store or self.settings.graph
            sys.stderr.write(f"cpgraph serves {what} at http://{place}/ (Ctrl-C stops it)\n")
        except (Problem, CpgraphError) as error:
            if not self.should_exit:
                self.failure, self.should_exit = error, True

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


async def require_copy(service: Service) -> None:
    """Raise `SourceTextError` when the copy is of none of the reports that are served."""
    await service.index()
    if not service.templates.texts.marked:
        raise SourceTextError(
            f"{service.settings.source}: hardly any printed place of a report that is served is found there. "
            "Set CPGRAPH_SOURCE to the text or the PDF of a report, or leave it unset."
        )


def serve(settings: Settings) -> None:
    """Serve until a signal asks to stop.

    Raises `NotBuiltError` when there is no graph to serve, `StartError` when it cannot be served, and
    `SourceTextError` when the copy of a report is none.
    """
    if not settings.store and not settings.graph.is_file():
        raise NotBuiltError(settings.graph)
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        place, why = f"{settings.host}, port {settings.port}", str(error.strerror).partition(" (")[0]
        raise StartError(f"cannot listen at {place}: {why}. Choose another with --host, --port.") from None
    loop = uvicorn.Config("", log_config=None).get_loop_factory()
    with listener, contextlib.suppress(KeyboardInterrupt), asyncio.Runner(loop_factory=loop) as runner:
        failure = runner.run(_serve(settings, listener))
        if isinstance(failure, CpgraphError):
            raise failure
        if failure is not None:
            raise StartError(f"cannot serve {settings.store or settings.graph}: {failure.detail}")


async def _serve(settings: Settings, listener: socket.socket) -> Problem | CpgraphError | None:
    """Serve; the graph is loaded while the framework is imported. Returns why that could not be."""
    engine = new_engine(settings)
    await engine.start()
    try:
        server = await asyncio.to_thread(_make, settings, engine)
        with _logging_to_stderr():
            await server.serve([listener])
    finally:
        await engine.close()
    return server.failure


def _make(settings: Settings, engine: Engine) -> Server:
    from cpgraph.web.app import create_app
    from cpgraph.web.middleware import Connection

    app = create_app(settings, engine)
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
    return Server(config, engine, settings)


class LogQueue(logging.handlers.QueueHandler):
    """Keeps lines for the thread that writes them, so that a blocked reader holds up no request."""

    def __init__(self) -> None:
        """Begin with no line."""
        super().__init__(queue.Queue(_LINES))
        self._dropped = 0

    def enqueue(self, record: logging.LogRecord) -> None:
        """Take a line, or drop and count it."""
        try:
            if self._dropped:
                told = f"({self._dropped} lines dropped)"
                self.queue.put_nowait(logging.LogRecord("cpgraph", logging.WARNING, "", 0, told, (), None))
                self._dropped = 0
            self.queue.put_nowait(record)
        except queue.Full:
            self._dropped += 1


@contextlib.contextmanager
def _logging_to_stderr() -> Iterator[None]:
    """Write the service's log, and the server's warnings."""
    lines, out = LogQueue(), logging.StreamHandler()
    out.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    for name, level in (("cpgraph", logging.INFO), ("uvicorn", logging.WARNING)):
        logging.getLogger(name).addHandler(lines)
        logging.getLogger(name).setLevel(level)
    listener = logging.handlers.QueueListener(lines.queue, out)
    listener.start()
    try:
        yield
    finally:
        ending = threading.Thread(target=listener.stop, daemon=True)
        ending.start()
        ending.join(_FLUSH)  # what is left is written, unless its reader is blocked
