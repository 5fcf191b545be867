"""The service put together: `create_app` for tests and servers, `serve` for the command line."""

from __future__ import annotations

import contextlib
import logging
import logging.handlers
import queue
import sys
from collections.abc import AsyncIterator, Iterator
from typing import TYPE_CHECKING

from cpgraph.errors import NotBuiltError
from cpgraph.web.backend import Backend
from cpgraph.web.links import Parent, launch
from cpgraph.web.pool import Pool
from cpgraph.web.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI


def create_app(settings: Settings, parent: Parent | None = None) -> FastAPI:
    """Make the service; its workers start with it, and it says 503 until they can answer.

    `parent` is a parent of the workers that was started before, to save its time. Raises `QueryFileError`
    when an example query is wrong.
    """
    from fastapi import FastAPI
    from starlette.routing import Route

    from cpgraph import __version__, queries
    from cpgraph.web.answers import Answers
    from cpgraph.web.endpoint import Endpoint
    from cpgraph.web.examples import Examples
    from cpgraph.web.front import Front
    from cpgraph.web.metrics import Metrics
    from cpgraph.web.pages import Pages
    from cpgraph.web.site import Site
    from cpgraph.web.sparql import SparqlEndpoint

    examples = queries.load(settings.queries) if settings.queries.is_dir() else {}
    pool = _backend(settings, parent)
    pages = Pages(lambda: pool.info)
    metrics = Metrics(pool)
    sparql = SparqlEndpoint(settings, Answers(settings, pool), pages, examples)
    site = Site(pool, pages, metrics, examples)

    @contextlib.asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        await pool.start()
        try:
            yield
        finally:
            await pool.close()

    app = FastAPI(
        title="cpgraph",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,  # SERVICE clients do not follow
    )
    app.state.pool = pool
    app.router.routes.extend([Route("/sparql", sparql), Route("/sparql/", sparql)])
    for path, make in (
        ("/", site.home),
        ("/healthz", site.health),
        ("/metrics", site.counters),
        ("/static/{name}", site.static),
        ("/queries/{id}", Examples(sparql, examples).make),
    ):
        app.router.routes.append(Route(path, Endpoint(make, pages)))
    app.router.default = Endpoint(site.missing, pages)
    app.add_middleware(Front, metrics=metrics, pages=pages, log_queries=settings.log_queries)
    return app


def _backend(settings: Settings, parent: Parent | None) -> Backend:
    if not settings.store:
        return Pool(settings, parent)
    from cpgraph.web.remote import Remote

    return Remote(settings)


def serve(settings: Settings) -> None:
    """Serve until interrupted. Raises `NotBuiltError` when there is no graph to serve."""
    parent = None
    if not settings.store:
        if not settings.graph.is_file():
            raise NotBuiltError(settings.graph)
        parent = launch(settings)  # it loads the graph while the web framework is imported

    import uvicorn

    app = create_app(settings, parent)
    with _logging():
        config = uvicorn.Config(
            app,
            host=settings.host,
            port=settings.port,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=True,
            ws="none",
            timeout_graceful_shutdown=max(1, round(settings.shutdown_time)),
            timeout_keep_alive=30,
        )
        server = uvicorn.Server(config)
        shown = f"[{settings.host}]" if ":" in settings.host else settings.host
        sys.stderr.write(
            f"cpgraph serves {settings.store or settings.graph} at http://{shown}:{settings.port}/ (Ctrl-C stops it)\n"
        )
        server.run()


@contextlib.contextmanager
def _logging() -> Iterator[None]:
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
