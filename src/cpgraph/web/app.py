"""The service put together: `create_app` for tests and servers, `serve` for the command line."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
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
    from cpgraph.web.calls import Calls
    from cpgraph.web.endpoint import Endpoint
    from cpgraph.web.examples import Examples
    from cpgraph.web.front import Front
    from cpgraph.web.linked.routes import Linked
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
    calls = Calls(settings, pages, examples)

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
        ("/openapi.json", calls.document),
        ("/api", calls.page),
    ):
        app.router.routes.append(Route(path, Endpoint(make, pages)))
    app.router.default = Linked(sparql.answers, pages)
    app.add_middleware(Front, metrics=metrics, pages=pages, settings=settings)
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

    from cpgraph.web import server

    server.run(create_app(settings, parent), settings)
