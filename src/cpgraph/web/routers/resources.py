"""What all routes share, and names under the base: 303 to documents about a thing, in HTML, RDF or CSV."""

from __future__ import annotations

import asyncio
import json
import re
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Final, cast

from fastapi import APIRouter, Depends, Request, Response

from cpgraph import vocab
from cpgraph.errors import CpgraphError
from cpgraph.queries import Query
from cpgraph.results import Dataset, Job
from cpgraph.web import negotiation
from cpgraph.web.engine.base import Engine
from cpgraph.web.negotiation import Parameters
from cpgraph.web.pages import discovery, index, quality, sections
from cpgraph.web.pages import page as pages
from cpgraph.web.pages.things import HASH_DOCUMENTS, SUFFIXES, Index, Thing, document
from cpgraph.web.pages.views import PAGES
from cpgraph.web.problems import Problem
from cpgraph.web.responses import HTML, Result, ResultCache, respond
from cpgraph.web.routers import drawings
from cpgraph.web.settings import Settings
from cpgraph.web.templating import Templates

_PLAIN: Final = re.compile(re.escape(vocab.BASE) + r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+){1,4}")
_GRAPHS: Final = {"ns": "ontology", "shapes": "shapes", "house": "house"}
_HASHED: Final = {name: f"{vocab.BASE}graph/{graph}" for name, graph in _GRAPHS.items()}
_SLOW: Final = 1 << 15  # bytes that take a millisecond to read
_MANY, _BYTES = 2_000_000, 256 * 2**20


@dataclass(frozen=True, slots=True)
class Address:
    """What a path asks for: a thing (no suffix), or a document about it, maybe a place in that.

    `is_moved` when the path is the old name of the thing.
    """

    iri: str
    suffix: str = ""
    fragment: str = ""
    is_moved: bool = False


class Service:
    """The parts that the routes share, the index of what is served, and the documents about each thing in it."""

    def __init__(
        self,
        settings: Settings,
        engine: Engine,
        results: ResultCache,
        templates: Templates,
        queries: Mapping[str, Query],
    ) -> None:
        """Put the parts together; nothing is known of the data before it is needed."""
        self.settings, self.engine, self.results = settings, engine, results
        self.templates, self.queries = templates, queries
        self._index: Index | None = None
        self._loading = asyncio.Lock()
        self._checking = asyncio.Lock()
        self.matching = asyncio.Lock()
        """Held while names of other tables are matched."""
        self._checked: tuple[Index, pages.Rows, list[quality.CheckResult]] | None = None
        self._apart: tuple[Index, Mapping[str, Thing]] | None = None

    async def index(self) -> Index:
        """Return the index of what is served, read when it is first asked for. Raises `Problem`."""
        info = self.engine.info
        if info is None:
            raise self.engine.not_ready()
        async with self._loading:
            if self._index is None or self._index.info is not info:
                found = await self.ask(index.job())
                self._index = await asyncio.to_thread(index.build, found, info)
                await self.templates.know(self._index, self.ask)
        return self._index

    async def body(self, job: Job) -> bytes:
        """Return the result of a page's query. Raises `Problem`."""
        try:
            return (await self.engine.run(job)).body
        except CpgraphError as error:
            raise Problem("query-failed", f"The page could not be made: {error}.") from None

    async def ask(self, job: Job) -> pages.Rows:
        """Return the rows of a page's query by section. Raises `Problem`."""
        body = await self.body(job)
        return pages.read(body) if len(body) < _SLOW else await asyncio.to_thread(pages.read, body)

    async def table(self, query: str) -> list[pages.Row]:
        """Return the rows of a SELECT of the data's own, such as that of a check. Raises `Problem`."""
        return await asyncio.to_thread(pages.table, await self.body(Job(str(query), "json")))

    async def quality(self) -> tuple[Index, pages.Rows, list[quality.CheckResult]]:
        """Return what the quality page shows; the checks are run once for what is served. Raises `Problem`."""
        known = await self.index()
        async with self._checking:
            if self._checked is None or self._checked[0] is not known:
                found = await self.ask(quality.job())
                self._checked = known, found, await quality.results(found, self.table)
        return self._checked

    async def apart(self) -> Mapping[str, Thing]:
        """Return what only the graphs outside the default graph describe. Raises `Problem`."""
        known = await self.index()
        if self._apart is None or self._apart[0] is not known:
            job = Job(index.APART, dataset=Dataset(tuple(known.info.apart), ()))
            self._apart = (known, index.apart(pages.table(await self.body(job)), known))
        return self._apart[1]

    async def find(self, path: str) -> Address:
        """Return what a path asks for: first the thing of that very name, or what took its place. Raises `Problem`."""
        known = await self.index()
        for found in _candidates(path):
            if found.iri in known.things:
                return found
        if known.info.apart:
            for found in _candidates(path):
                if found.iri in await self.apart():
                    return found
        for found in _candidates(path):
            if _PLAIN.fullmatch(found.iri) and (moved := await self._successor(found.iri)):
                successor = await self.find("/" + moved.removeprefix(vocab.BASE))
                return replace(successor, suffix=found.suffix, is_moved=True)
        for found in _candidates(path):  # what is described only within another thing's document
            if _PLAIN.fullmatch(found.iri):
                job = Job(sections.document("owner"), bindings=(("this", f"<{found.iri}>"),))
                for row in json.loads(await self.body(job))["results"]["bindings"]:
                    owner = row["owner"]["value"]
                    return Address(owner, found.suffix, found.iri.removeprefix(owner).lstrip(".#"))
        raise not_found(path)

    async def _successor(self, iri: str) -> str:
        """Return what took the place of a withdrawn thing, empty for any other. Raises `Problem` for what is gone."""
        job = Job(sections.document("withdrawn"), bindings=(("this", f"<{iri}>"),))
        for row in json.loads(await self.body(job))["results"]["bindings"]:
            if "successor" in row:
                return str(row["successor"]["value"])
            detail = f"Release {row['since']['value']} withdrew it. {row['reason']['value']}"
            raise Problem(
                "gone", detail, "The changelog says what changed; the search, /search, finds what is there."
            )
        return ""

    async def document(self, thing: Thing, suffix: str, sort: str = "") -> Result:
        """Return a document about a thing, a table of its page sorted where `sort` says so. Raises `Problem`."""
        media_type, known = SUFFIXES[suffix], await self.index()
        is_apart = thing.iri not in known.things
        if suffix not in ("html", "csv", "svg", "png"):
            graph, form = _graph_of(thing), negotiation.GRAPH_TYPES[media_type]
            names = (graph,) if graph else tuple(known.info.apart) if is_apart else None
            dataset = Dataset(names, names and ())
            bindings = () if graph else (("this", f"<{thing.iri}>"),)
            text = sections.document("whole" if graph else "about")
            job = Job(text, form, dataset, _MANY, _BYTES, bindings=bindings)
            body = await self.body(job)
            return await asyncio.to_thread(Result, negotiation.content_type(media_type), body)
        page = PAGES[thing.view]
        dataset = Dataset(tuple(known.info.graphs), ()) if is_apart else Dataset()
        found = await self.ask(replace(page.job(thing.iri), dataset=dataset))
        if page.second and (further := page.second(found)):
            found["found"] = await self.table(further)
        drawn = {vocab.BASE + path for one in self.queries.values() if one.chart for path in one.chart.pages}
        glance = await drawings.on_page(self, thing.iri) if thing.iri in drawn else ()

        def draw() -> Result:
            if suffix in ("svg", "png"):
                return drawings.image(self.templates, page.drawn(thing, found, known), known, suffix)
            if suffix == "csv":
                return Result(negotiation.content_type(media_type), page.table(thing, found, known))
            return Result(HTML, page.html(self.templates.environment, thing, found, known, sort, glance))

        return await asyncio.to_thread(draw)


async def _service(request: Request) -> Service:
    return cast("Service", request.app.state.service)


Served = Annotated[Service, Depends(_service)]
router = APIRouter(include_in_schema=False)


@router.get("/{path:path}")
async def resource(request: Request, service: Served, parameters: Parameters, path: str) -> Response:
    """Answer for a thing (303) or a document about it."""
    wanted, sort = dict(parameters).get("format", ""), pages.sort_of(dict(parameters))
    known = await service.index()
    if path and vocab.BASE + path not in known.things and (kind := known.within(path.rstrip("/"))):
        return see_other(f"/browse/{kind}")
    asked = await service.find(f"/{path}")
    thing = known.things.get(asked.iri) or (await service.apart())[asked.iri]
    offers = offered(thing)
    suffix = choose(wanted, negotiation.accept_of(request), offers, asked.suffix)
    files = discovery.file_links(known.catalog) if thing.iri in known.catalog.nodes else []
    home = known.report.href if known.report else "/"
    headers = {"Link": ", ".join([*_links(thing, offers, suffix, home), *files])}
    is_hash = asked.iri.removeprefix(vocab.BASE) in HASH_DOCUMENTS
    if (
        asked.is_moved
        or (not asked.suffix and not is_hash)
        or asked.fragment
        or (wanted and asked.suffix not in ("", suffix))
    ):
        place = f"#{asked.fragment}" if asked.fragment and suffix == "html" else ""
        return see_other(document(thing.iri, suffix) + place, headers)
    return await respond(
        request, ("document", thing.iri, suffix, sort), lambda: service.document(thing, suffix, sort), headers
    )


async def draw(
    request: Request,
    template: str,
    values: Callable[[Index], Mapping[str, Any]],
    *key: Hashable,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return a page that needs no query of its own: a template and its values; `key` is what they depend on."""
    service: Service = request.app.state.service
    known = await service.index()
    sort = pages.sort_of(dict(negotiation.parameters(request)))

    async def make() -> Result:
        given = {"address": request.scope["path"], "sort": sort, **values(known)}
        return Result(HTML, await asyncio.to_thread(service.templates.render, template, **given))

    return await respond(request, (template, sort, *key), make, headers)


def see_other(location: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a redirect to a document about what was asked for."""
    told = {"Location": location, "Vary": "Accept", "Cache-Control": "public, no-cache", **(headers or {})}
    return Response(f"See {location}\n", 303, told, "text/plain")


def _candidates(path: str) -> Iterator[Address]:
    """Yield what a path may ask for. Names hold dots, so that only a known suffix at the very end counts.

    >>> [found.iri.removeprefix(vocab.BASE) for found in _candidates("/m/index.ttl")]
    ['m/index.ttl', 'm/index', 'm/']
    """
    iri = vocab.BASE + path.removeprefix("/")
    yield Address(iri)
    stem, dot, suffix = iri.rpartition(".")
    if dot and suffix in SUFFIXES:
        yield Address(stem, suffix)
        if stem.endswith("/index"):
            yield Address(stem.removesuffix("index"), suffix)


def _graph_of(thing: Thing) -> str | None:
    """Return the named graph that is the document of a thing, where a whole graph is."""
    if thing.kind.id == "graphs":
        return thing.iri
    if thing.kind.id == "datasets":
        return f"{vocab.BASE}graph/catalog"
    return _HASHED.get(thing.iri.removeprefix(vocab.BASE).partition("/")[0])


def offered(thing: Thing) -> list[str]:
    """Return the suffixes of a thing's documents."""
    if thing.iri == f"{vocab.BASE}problems":
        return ["html"]
    return [name for name in SUFFIXES if name not in PAGES[thing.view].lacks]


def choose(wanted: str, accept: str | None, offers: Sequence[str], asked: str = "") -> str:
    """Return the suffix of a document: `format=` wins over the suffix `asked`, and that over the header."""
    offered = {SUFFIXES[name]: name for name in offers}
    if "jsonld" in offers:
        offered["application/json"] = "jsonld"
    return offered[negotiation.choose(list(offered), accept, wanted or SUFFIXES.get(asked, ""))]


def not_found(path: str) -> Problem:
    """Return the problem of a path at which there is nothing."""
    detail = f"Nothing is at {path}."
    return Problem("not-found", detail, "The search, /search, finds things by their names.")


def _links(thing: Thing, offers: Sequence[str], suffix: str, home: str) -> Iterator[str]:
    """Yield the links of a document: other formats, the thing described, license and type (FAIR signposting)."""
    yield f'<{thing.iri}>; rel="cite-as"'
    yield f'<{thing.iri}>; rel="describes"'
    for other in offers:
        if other not in (suffix, "svg", "png"):  # not every page of a kind has a chart
            is_data = suffix == "html" and other != "csv"
            for relation in ("alternate", "describedby") if is_data else ("alternate",):
                yield f'<{document(thing.iri, other)}>; rel="{relation}"; type="{SUFFIXES[other]}"'
    yield f'<{vocab.LICENSE}>; rel="license"'
    yield f'<https://schema.org/{"AboutPage" if suffix == "html" else "Dataset"}>; rel="type"'
    yield f'<{home}>; rel="collection"'
