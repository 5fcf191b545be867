"""The service put together: `create_app` for tests and servers."""

from __future__ import annotations

import asyncio
import contextlib
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

import cpgraph
from cpgraph import queries
from cpgraph.texts.copies import read_copies
from cpgraph.web import negotiation
from cpgraph.web.engine.base import Engine, new_engine
from cpgraph.web.middleware import Front
from cpgraph.web.pages.text import Texts
from cpgraph.web.problems import PROBLEM_TYPES, Problem
from cpgraph.web.responses import RateLimiter, ResultCache
from cpgraph.web.routers import discovery, names, questions, reconcile, resources, sparql
from cpgraph.web.settings import Settings, SettingsError
from cpgraph.web.templating import Templates

_FIRST: Final = 0.3  # seconds left to those who wait for the first answer, before anything is prepared
_PREFLIGHT: Final = {
    "Access-Control-Allow-Headers": "Accept, Content-Type, If-None-Match, Range",
    "Access-Control-Max-Age": "86400",
}


def create_app(settings: Settings, started: Engine | None = None) -> FastAPI:
    """Return the service; its engine starts with it unless it has `started`, and it says 503 until that can answer.

    Raises `SettingsError` when there is no folder of questions, `QueryFileError` when one of them is wrong,
    `SourceTextError` when the copy of a report cannot be read.
    """
    if not settings.queries.is_dir():
        raise SettingsError(f"CPGRAPH_QUERIES is {str(settings.queries)!r}: it must be a folder")
    engine = started or new_engine(settings)
    limiter = RateLimiter(settings.rate_limit, settings.rate_burst, time.monotonic)
    results = ResultCache(settings.cache_bytes, limiter)
    engine.on_change = results.clear
    texts = Texts(read_copies(Path(settings.source)) if settings.source else [])
    templates = Templates(engine, texts, has_editor=(discovery.STATIC / discovery.EDITOR).is_file())
    service = resources.Service(settings, engine, results, templates, queries.load(settings.queries))
    templates.learn = service.index

    @contextlib.asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        if started is None:
            await engine.start()
        preparing = asyncio.create_task(_prepare(service))
        try:
            yield
        finally:
            preparing.cancel()
            await engine.close()
            await asyncio.gather(preparing, return_exceptions=True)

    app = FastAPI(
        title="cpgraph",
        version=cpgraph.__version__,
        summary="Sentencing statistics as linked data",
        description=_about(settings),
        license_info={"name": "CC0 1.0 (the data)", "identifier": "CC0-1.0"},
        servers=[{"url": "/", "description": "The service that gave this document"}],
        routes=[  # one list: each router that is included is searched twice, and has layers of its own
            *sparql.router.routes,
            *questions.routes(service.queries).routes,
            *discovery.calls.routes,
            *names.router.routes,
            *names.pages.routes,
            *reconcile.router.routes,
            *discovery.pages.routes,
            *resources.router.routes,
        ],
        openapi_url=None,  # it is a route of its own, with entity tags
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        lifespan=lifespan,
    )
    app.state.service, app.state.metrics = service, discovery.Metrics(engine)
    app.add_middleware(Front, settings=settings, metrics=app.state.metrics)
    app.add_exception_handler(Problem, _on_problem)
    app.add_exception_handler(RequestValidationError, _on_invalid)
    app.add_exception_handler(HTTPException, _on_framework)
    return app


async def _prepare(service: resources.Service) -> None:
    """Make ready what the first asked page would else wait for."""
    if await service.engine.ready():
        await asyncio.sleep(_FIRST)
        with contextlib.suppress(Problem):  # whoever asks is told of it
            await service.index()
            await asyncio.to_thread(service.templates.compile)
            if not service.settings.store:  # another's engine gets no work that nobody asked for
                await service.quality()


async def _on_problem(request: Request, problem: Any) -> Response:
    """Return a problem as JSON, text or a page; its kind is the outcome in the log."""
    request.state.outcome = problem.kind
    kind = negotiation.negotiate(negotiation.accept_of(request), PROBLEM_TYPES) or PROBLEM_TYPES[0]
    if kind == "text/html":
        templates = request.app.state.service.templates
        await templates.ready()
        body = templates.problem(problem, request.scope["state"].get("query"))
    elif kind == "text/plain":
        body = problem.text().encode()
    else:
        body = json.dumps(problem.document(), ensure_ascii=False, indent=1).encode() + b"\n"
    headers = {"Vary": "Accept", "Cache-Control": "no-store", **problem.headers}
    return Response(body, problem.status, {**headers, "Content-Type": negotiation.content_type(kind)})


async def _on_invalid(request: Request, error: Any) -> Response:
    """Say as a problem which parameter the framework refuses."""
    first = error.errors()[0]
    return await _on_problem(request, Problem("malformed-request", f"{first['loc'][-1]}: {first['msg']}."))


async def _on_framework(request: Request, error: Any) -> Response:
    """Answer OPTIONS everywhere, and say as problems what the framework refuses."""
    takes_bodies = request.scope["path"].rstrip("/") in ("/sparql", "/reconcile")
    allowed = f"GET, HEAD, OPTIONS{', POST' if takes_bodies else ''}"
    if request.method == "OPTIONS":
        headers = {"Allow": allowed, "Access-Control-Allow-Methods": allowed, **_PREFLIGHT}
        return Response(status_code=204, headers=headers)
    if error.status_code == 405:
        detail = f"{request.method} is not among {allowed}."
        return await _on_problem(request, Problem("method-not-allowed", detail, headers={"Allow": allowed}))
    return await _on_problem(request, resources.not_found(request.scope["path"]))


def _about(settings: Settings) -> str:
    size, memory = (f"{number / 2**20:g} MiB" for number in (settings.max_bytes, settings.memory))
    return (
        "Questions that the data answer, each at an address of its own, and SPARQL for all others. "
        "The service only reads. The Accept header chooses the format of an answer; the parameter `format` wins "
        "over it. Answers have strong entity tags. A result is whole or it is a problem (RFC 9457); it is never cut: "
        f"a query may run {settings.time_limit:g} seconds and take {memory} of memory, and its result may have "
        f"{settings.max_rows:,} rows and {size}. HEAD and OPTIONS are answered everywhere."
    )
