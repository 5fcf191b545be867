"""The pages of the whole, what machines look for first, and what operators ask."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from pydantic import BaseModel, Field

from cpgraph import vocab
from cpgraph.queries import by_topic
from cpgraph.web import negotiation
from cpgraph.web.engine.base import Engine
from cpgraph.web.negotiation import STRICT, Parameters
from cpgraph.web.pages import discovery, documents, downloads, lists, model, quality, sections
from cpgraph.web.pages.index import FILTERS
from cpgraph.web.pages.page import job_of
from cpgraph.web.pages.things import Index
from cpgraph.web.responses import HTML, Result, respond, send
from cpgraph.web.routers import drawings
from cpgraph.web.routers.resources import Served, choose, draw, not_found, resource, see_other

STATIC: Final = Path(__file__).parents[1] / "static"
EDITOR: Final = "vendor/editor.js"  # what `make editor` builds; nothing needs it

_CSS: Final = "text/css; charset=utf-8"
_TYPES: Final = {"style.css": _CSS, "icon.svg": "image/svg+xml"} | dict.fromkeys(
    (EDITOR, "search.js"), "text/javascript"
)
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_FACET: Final = "Only what this facet, as the search page offers it, holds."
_FILE: Final = f'</>; rel="collection", <{vocab.LICENSE}>; rel="license"'
_CSVW: Final = '</download/csvw.json>; rel="describedby"; type="application/csvm+json"'

calls = APIRouter(tags=["service"], dependencies=[STRICT])
pages = APIRouter(include_in_schema=False, dependencies=[STRICT])


def _gives(media_type: str, told: str) -> dict[int | str, dict[str, object]]:
    kind = "object" if media_type == "application/json" else "string"
    return negotiation.described({media_type: {"type": kind}}, told)


class Metrics:
    """The counters of one service, in the format of Prometheus."""

    def __init__(self, engine: Engine) -> None:
        """Begin at zero; what the engine counts is read when asked for."""
        self.registry = registry = CollectorRegistry()
        self.requests = Counter(
            "cpgraph_requests", "Requests answered", ["method", "status"], registry=registry
        )
        self.results = Counter(
            "cpgraph_results", "Results by how they were had", ["cache"], registry=registry
        )
        self.problems = Counter("cpgraph_problems", "Requests refused", ["kind"], registry=registry)
        self.seconds = Histogram(
            "cpgraph_request_seconds", "Time to answer", buckets=_SECONDS, registry=registry
        )
        for name, about, read in (
            ("cpgraph_workers_busy", "Workers that evaluate a query", lambda: engine.busy),
            ("cpgraph_queries_waiting", "Queries that wait for a worker", lambda: engine.waiting),
            ("cpgraph_worker_deaths", "Workers that died since the start", lambda: engine.deaths),
        ):
            Gauge(name, about, registry=registry).set_function(read)


class Search(BaseModel):
    """What is searched for: words, and the facets that the search page offers."""

    q: str = Field("", description="Words of a name or definition, or a value as printed.")
    kind: str = Field("", description=_FACET)
    part: str = Field("", description=_FACET)
    measure: str = Field("", description=_FACET)
    period: str = Field("", description=_FACET)
    universe: str = Field("", description=_FACET)
    population: str = Field("", description=_FACET)
    page: str = Field("", description="Which page.", json_schema_extra={"pattern": "^(?:[1-9][0-9]{0,5})?$"})


@calls.get("/healthz", operation_id="health", responses=_gives("application/json", "They can"))
async def healthz(request: Request, service: Served) -> Response:
    """Say whether queries can be answered."""
    engine = service.engine
    if engine.state != "ready" or engine.info is None:
        raise engine.not_ready()
    told = {"status": "ok", "triples": engine.info.triples, "data": f"sha256:{engine.info.digest}"}
    return await send(request, Result("application/json", f"{json.dumps(told)}\n".encode()), is_volatile=True)


@calls.get("/metrics", operation_id="metrics", responses=_gives("text/plain", "The counters"))
async def metrics(request: Request) -> Response:
    """Give the counters of the service, in the format of Prometheus."""
    text = generate_latest(request.app.state.metrics.registry)
    return await send(request, Result("text/plain; version=0.0.4; charset=utf-8", text), is_volatile=True)


@calls.get("/search", operation_id="search", responses=_gives("text/html", "A page of results"))
async def search_page(request: Request, asked: Annotated[Search, Query()]) -> Response:
    """Search the names of things, definitions, and values as printed."""
    given = asked.model_dump(exclude_defaults=True)
    return await draw(request, "search.html", lambda index: lists.results(index, given), *given.items())


@pages.get("/browse")
async def _browse(request: Request) -> Response:
    return await draw(request, "browse.html", lists.browse)


@pages.get("/browse/{kind:path}")
async def _list(request: Request, kind: str, parameters: Parameters) -> Response:
    given = {name: value for name, value in parameters if name in ("page", "sort", *FILTERS)}
    return await draw(
        request, "list.html", lambda index: lists.listed(index, kind, given), kind, *given.items()
    )


@pages.get("/")
async def _home(request: Request, service: Served) -> Response:
    queries, known = service.queries, await service.index()

    async def make() -> Result:
        glance = [
            one for of in known.by_kind.get("reports", ()) for one in await drawings.on_page(service, of.iri)
        ]
        values = {"topics": by_topic(queries), "total": len(queries), "glance": glance}
        return Result(HTML, await asyncio.to_thread(service.templates.render, "home.html", **values))

    return await respond(request, "home.html", make, {"Link": discovery.home_links(known.catalog)})


@pages.get("/static/{name:path}")
async def _static(request: Request, name: str) -> Response:
    file = STATIC / name
    if name not in _TYPES or not file.is_file():
        raise not_found(request.scope["path"])

    async def make() -> Result:
        return Result(_TYPES[name], file.read_bytes())

    return await respond(request, file, make)


@pages.get("/quality")
async def _quality(request: Request, service: Served) -> Response:
    found = await service.quality()
    return await draw(request, "quality.html", lambda _: quality.page(*found))


@pages.get("/checked")
async def _checked(request: Request, service: Served) -> Response:
    """Show what the data say of the claims of the prose: how many hold, and those that do not as cards."""
    found = await service.ask(job_of(sections.query("checked", is_of_thing=False)))
    return await draw(request, "checked.html", lambda _: {"rows": found})


@pages.get("/about")
async def _about(request: Request) -> Response:
    return await draw(request, "about.html", lambda _: {})


@pages.get("/model")
async def _model(request: Request, service: Served) -> Response:
    queries, known = service.queries, await service.index()
    borrowed, example = await service.table(model.BORROWED), model.worked(queries, known)
    turtle = (await service.document(example, "ttl")).body.decode() if example else ""
    shown = model.values(queries, borrowed, example, turtle)
    return await draw(request, "model.html", lambda _: shown)


@pages.get("/docs")
@pages.get("/docs/{name}")
async def _document(request: Request, name: str = "") -> Response:
    known = documents.names()
    if name and name not in known:
        raise not_found(request.scope["path"])
    listed = [(other, documents.page(other)["title"]) for other in known]
    shown = documents.page(name) if name else {"title": "Documents", "contents": [], "html": ""}
    return await draw(request, "document.html", lambda _: {**shown, "documents": listed}, name)


@pages.get("/report/{name}/text")
@pages.get("/report/{name}/text/{number}")
async def _text(request: Request, service: Served, name: str, number: str = "") -> Response:
    """Return what a copy of a report holds, or a page of it; nobody else keeps that, since it is the user's own."""
    report = (await service.index()).things.get(f"{vocab.BASE}report/{name}")
    held = service.templates.texts.marked.get(report.iri) if report else None
    numbers = {str(n): n for n in range(1, 1 + len(held.copy.sheets))} if held else {}
    if report is None or (number and number not in numbers):
        raise not_found(request.scope["path"])
    values = {"report": report, "held": held, "number": numbers.get(number, 0), "is_citable": False}
    template = "sheet.html" if number else "text.html"
    body = await asyncio.to_thread(lambda: service.templates.render(template, **values))
    return await send(request, Result(HTML, body), {"X-Robots-Tag": "noindex, noarchive"}, is_volatile=True)


@pages.get("/download")
@pages.get("/download/")
async def _downloads(request: Request, service: Served) -> Response:
    folder = service.settings.graph.parent

    def files(index: Index) -> Mapping[str, Any]:
        return {"files": downloads.page(folder, discovery.files(index.catalog))}

    return await draw(request, "downloads.html", files)


@lru_cache(maxsize=64)
def _read(file: Path, _changed: int) -> Result:
    """Return a file of the build, kept as long as it has not changed: packing the large ones takes long."""
    return Result(downloads.MEDIA_TYPES.get(file.suffix, "text/plain; charset=utf-8"), file.read_bytes())


@pages.get("/download/{name}")
@pages.get("/context.jsonld")
@pages.get("/dcat.ttl")
@pages.get("/schema-org.jsonld")
@pages.get("/void.ttl")
async def _file(request: Request, service: Served, parameters: Parameters) -> Response:
    """Return a file of the build, or a document about one."""
    folder = service.settings.graph.parent
    file = await asyncio.to_thread(downloads.find, folder, request.scope["path"])
    if file is None:
        return await resource(request, service, parameters, request.scope["path"][1:])
    links = f"{_FILE}, {_CSVW}" if file.suffix == ".csv" else _FILE
    return await send(request, await asyncio.to_thread(_read, file, file.stat().st_mtime_ns), {"Link": links})


@pages.get("/house/{version}")
@pages.get("/ns/{version}")
@pages.get("/shapes/{version}")
async def _version(request: Request, service: Served, parameters: Parameters) -> Response:
    """Lead to the ontology or the shapes of an earlier release, or to the document of this one."""
    file = f"{downloads.FOLDER}{request.scope['path'].strip('/').replace('/', '-')}.ttl"
    if downloads.find(service.settings.graph.parent, file) is None:
        return await resource(request, service, parameters, request.scope["path"][1:])
    return see_other(file)


@pages.get("/robots.txt")
async def _robots(request: Request) -> Response:
    text = discovery.robots(negotiation.origin(request))
    return await send(request, Result("text/plain; charset=utf-8", text.encode()))


@pages.get("/llms.txt")
async def _llms(request: Request, service: Served) -> Response:
    """Say to a language model how to read and ask, in the form that llms.txt has come to have."""
    origin, index = negotiation.origin(request), await service.index()
    text = service.templates.render("llms.txt", origin=origin, index=index, topics=by_topic(service.queries))
    return await send(request, Result("text/markdown; charset=utf-8", text))


@pages.get("/sitemap.xml")
@pages.get("/sitemap/{number}")
async def _sitemap(request: Request, service: Served) -> Response:
    path = request.scope["path"]
    text = discovery.sitemap(path, await service.index(), negotiation.origin(request))
    if text is None:
        raise not_found(path)
    return await send(request, Result("application/xml", text.encode()))


@pages.get("/.well-known/void")
@pages.get("/.well-known/sparql-examples")
@pages.get("/.well-known/sparql-examples/")
async def _well_known(request: Request, service: Served) -> Response:
    """Return the named graph that machines look for here."""
    path = request.scope["path"]
    thing = (await service.index()).things.get(discovery.GRAPHS[path])
    if thing is None:
        raise not_found(path)
    suffix = choose("", negotiation.accept_of(request), discovery.OFFERS)
    return await respond(request, ("document", thing.iri, suffix), lambda: service.document(thing, suffix))


@pages.get("/.well-known/sparql-examples/{name}")
async def _example(request: Request, service: Served, parameters: Parameters, name: str) -> Response:
    """Return one of those queries, which has a page and documents of its own."""
    return await resource(request, service, parameters, f"query/{name}")


@pages.get("/queries/")
async def _queries() -> Response:
    return see_other("/queries")
