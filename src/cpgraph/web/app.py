"""The service put together: `create_app` for tests and servers, `serve` for the command line."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from typing import TYPE_CHECKING, Any, Final

from cpgraph.errors import NotBuiltError
from cpgraph.web.engine.base import Engine
from cpgraph.web.engine.forkserver import ForkServer
from cpgraph.web.engine.local import Local
from cpgraph.web.settings import Settings

if TYPE_CHECKING:
    from cpgraph.web.front import App
    from cpgraph.web.metrics import Metrics
    from cpgraph.web.request import Receive, Scope, Send
    from cpgraph.web.shelf import Shelf

_FIRST: Final = 0.3  # seconds left to those who wait for the first answer, before anything is prepared

Prepare = Callable[[], Coroutine[Any, Any, None]]


def create_app(settings: Settings, server: ForkServer | None = None) -> Service:
    """Make the service; its workers start with it, and it says 503 until they can answer.

    `server` is a fork server that was started before, to save its time. Raises `QueryFileError`
    when an example query is wrong.
    """
    from starlette.routing import Route, Router

    from cpgraph import queries
    from cpgraph.web.answers import Answers
    from cpgraph.web.calls import Calls
    from cpgraph.web.endpoint import Endpoint
    from cpgraph.web.examples import Examples
    from cpgraph.web.front import Front
    from cpgraph.web.linked.routes import Linked
    from cpgraph.web.metrics import Metrics
    from cpgraph.web.problems import Problem
    from cpgraph.web.shelf import Shelf
    from cpgraph.web.site import Site
    from cpgraph.web.sparql import SparqlEndpoint
    from cpgraph.web.templating import Pages

    examples = queries.load(settings.queries) if settings.queries.is_dir() else {}
    pool = _engine(settings, server)
    pages = Pages(lambda: pool.info)
    metrics = Metrics(pool)
    answers = Answers(settings, pool)
    sparql = SparqlEndpoint(settings, answers, pages, examples)
    site = Site(pool, pages, metrics, examples)
    calls = Calls(settings, pages, examples)

    routes = [Route("/sparql/", sparql)]
    for path, make in (
        ("/", site.home),
        ("/healthz", site.health),
        ("/metrics", site.counters),
        ("/static/{name}", site.static),
        ("/queries", site.questions),
        ("/queries/{id}", Examples(sparql, examples).make),
        ("/openapi.json", calls.document),
        ("/api", calls.page),
    ):
        routes.append(Route(path, Endpoint(make, pages)))
    linked = Linked(answers, pages)
    pages.learn = linked.index
    router = Router(routes, default=linked, redirect_slashes=False)

    async def dispatch(scope: Scope, receive: Receive, send: Send) -> None:
        await (sparql if scope["path"] == "/sparql" else router)(scope, receive, send)

    # the log of the short way has no text of queries
    shelf = Shelf(0 if settings.log_queries else settings.cache_bytes // 4)

    def forget() -> None:
        answers.cache.clear()
        shelf.clear()

    pool.on_change = forget

    async def prepare() -> None:
        if await pool.ready():
            await asyncio.sleep(_FIRST)
            with contextlib.suppress(Problem):  # whoever asks is told of it
                await site.prepare()
                await linked.prepare()

    front = Front(dispatch, metrics, pages, settings, shelf)
    return Service(pool, front, shelf, metrics, prepare)


class Service:
    """The ASGI application: what it evaluates with, and the outermost layer of what it answers with."""

    def __init__(self, backend: Engine, front: App, shelf: Shelf, metrics: Metrics, prepare: Prepare) -> None:
        """Answer through `front`; the backend starts and ends with the service, and `prepare` runs beside it."""
        self.backend, self.front, self.shelf, self.metrics = backend, front, shelf, metrics
        self._prepare = prepare

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or start and stop with the server."""
        if scope["type"] == "http":
            await self.front(scope, receive, send)
        elif scope["type"] == "lifespan":
            await receive()
            async with self.running():
                await send({"type": "lifespan.startup.complete"})
                await receive()
            await send({"type": "lifespan.shutdown.complete"})

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Run without a server."""
        await self.backend.start()
        preparing = asyncio.create_task(self._prepare())
        try:
            yield
        finally:
            preparing.cancel()
            await self.backend.close()
            with contextlib.suppress(asyncio.CancelledError):
                await preparing


def _engine(settings: Settings, server: ForkServer | None) -> Engine:
    if not settings.store:
        return Local(settings, server)
    from cpgraph.web.engine.remote import Remote

    return Remote(settings)


def serve(settings: Settings) -> None:
    """Serve until interrupted. Raises `NotBuiltError` when there is no graph to serve."""
    workers = None
    if not settings.store:
        if not settings.graph.is_file():
            raise NotBuiltError(settings.graph)
        workers = ForkServer(settings)  # it loads the graph while the web framework is imported

    from cpgraph.web import server

    server.run(create_app(settings, workers), settings)
