"""The routes of the site: things answer 303, their documents 200; lists, search and the pages of the whole."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from cpgraph import vocab
from cpgraph.errors import CpgraphError
from cpgraph.store import Job
from cpgraph.web import cache, endpoint, negotiate, request, responses
from cpgraph.web.answers import Answers
from cpgraph.web.cache import Result
from cpgraph.web.engine.base import GraphInfo
from cpgraph.web.linked import address, discovery, documents, drawing, lists, quality, rows, signposts, wholes
from cpgraph.web.linked.address import Address
from cpgraph.web.linked.downloads import Downloads
from cpgraph.web.linked.drawing import Source
from cpgraph.web.linked.index import QUERY, Index, Thing, build
from cpgraph.web.pages import registry
from cpgraph.web.pages import rows as page_rows
from cpgraph.web.problems import Problem
from cpgraph.web.request import Receive, Scope, Send, header
from cpgraph.web.templating import Known, Pages

_METHODS: Final = ("GET", "HEAD", "OPTIONS")
_HTML: Final = "text/html; charset=utf-8"
_SLOW: Final = 1 << 15
_PLAIN: Final = re.compile(re.escape(vocab.BASE) + r"[A-Za-z0-9._-]+(?:/[A-Za-z0-9._-]+){1,4}")


class Linked:
    """The linked-data site as one ASGI application; what it does not know is a 404."""

    def __init__(self, answers: Answers, pages: Pages) -> None:
        """Ask the workers behind `answers`, and keep pages where it keeps results."""
        self.answers, self.pages = answers, pages
        self.downloads = Downloads(answers.settings.graph.parent)
        self._index: tuple[GraphInfo, Index, Source] | None = None
        self._loading: asyncio.Lock | None = None
        self._checking: tuple[GraphInfo | None, quality.Checking] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await endpoint.guarded(self._answer, self.pages, scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002 - ASGI
        if scope["method"] == "OPTIONS":
            await responses.send_options(send, _METHODS)
            return
        if scope["method"] not in _METHODS:
            raise responses.method_problem(scope["method"], _METHODS)
        index, source = await self.index()
        parameters = dict(request.pairs(scope["query_string"], "the address"))
        path = scope["path"]
        made = lists.make(path, parameters, index, source, self.pages)
        if made is not None:
            found = await self._kept(cache.key(path, scope["query_string"]), made)
            await responses.send_result(scope, send, found)
            return
        if path == "/quality":
            found = await self._kept(cache.key(path), self._quality)
            await responses.send_result(scope, send, found)
            return
        file = self.downloads.find(path)
        if file is not None:
            links = [(b"link", f'</>; rel="collection", <{vocab.LICENSE}>; rel="license"'.encode())]
            found = await asyncio.to_thread(self.downloads.read, file)
            await responses.send_result(scope, responses.with_headers(send, links), found)
            return
        if await self._discovered(scope, send, path, index, source):
            return
        if path == "/queries/":
            await _see_other(scope, send, "/queries", [])
            return
        path = discovery.example(path) or path
        asked = address.parse(path, index.__contains__) or await self._part(path)
        if asked is None:
            raise _missing(path)
        await self._thing(scope, send, asked, parameters.get("format") or None)

    async def _discovered(self, scope: Scope, send: Send, path: str, index: Index, source: Source) -> bool:
        """Answer at an address where machines look first; says whether it is one."""
        origin = f"{scope.get('scheme', 'http')}://{request.authority(scope)}"
        made: Result | None = None
        if path == "/robots.txt":
            made = cache.result("text/plain; charset=utf-8", discovery.robots(origin).encode())
        elif path.startswith("/sitemap"):
            text = discovery.sitemap(path, index, origin, source.modified)
            made = cache.result("application/xml", text.encode()) if text else None
        elif (named := discovery.GRAPHS.get(path, "")) in index:
            thing = index.things[named]
            suffix = _choose(Address(thing.iri), None, header(scope, b"accept"), discovery.OFFERS)
            made = await self._kept(
                cache.key("document", thing.iri, suffix),
                lambda: self._document(thing, suffix, index, source),
            )
        elif path in ("/download", "/download/"):
            made = await self._kept(cache.key("/download/"), lambda: self._downloads(source))
        if made is not None:
            await responses.send_result(scope, send, made)
        return made is not None

    async def _downloads(self, source: Source) -> Result:
        """Draw the list of the files."""

        def draw() -> Result:
            view = self.downloads.view(source.catalog.files)
            return cache.result(_HTML, drawing.page(self.pages, "Downloads", view, source))

        return await asyncio.to_thread(draw)

    async def index(self) -> tuple[Index, Source]:
        """Give the index of what is served, read when it is first asked for. Raises `Problem`."""
        info = self.answers.pool.info
        if info is None:
            raise self.answers.pool.not_ready()
        if self._index is not None and self._index[0] is info:
            return self._index[1:]
        if self._loading is None:
            self._loading = asyncio.Lock()
        async with self._loading:
            if self._index is None or self._index[0] is not info:
                found = await self.ask(rows.job(QUERY))
                index = await asyncio.to_thread(build, found, info.graphs)
                about = await self.ask(rows.job(wholes.SOURCE))
                catalog = discovery.catalog(await self._body(discovery.job()))
                source = wholes.source(index, about, info.digest)
                self._index = (info, index, replace(source, catalog=catalog))
                self.pages.known = Known(source, index)
        return self._index[1:]

    async def ask(self, job: Job) -> rows.Rows:
        """Have a page's query evaluated. Raises `Problem`."""
        body = await self._body(job)
        if len(body) < _SLOW:
            return rows.read(body)
        return await asyncio.to_thread(rows.read, body)

    async def table(self, query: str) -> tuple[rows.Row, ...]:
        """Have a SELECT of the data's own evaluated, such as that of a check. Raises `Problem`."""
        return await asyncio.to_thread(rows.table, await self._body(Job(query, "json")))

    async def _body(self, job: Job) -> bytes:
        try:
            return (await self.answers.pool.run(job)).body
        except CpgraphError as error:
            raise Problem("query-failed", f"The page could not be made: {error}.") from None

    async def prepare(self) -> None:
        """Make ready what the first asked page would else wait for, the checks in idle time. Raises `Problem`."""
        await self.index()
        await asyncio.to_thread(self.pages.compile)
        if not self.answers.settings.store:  # another's engine gets no work that nobody asked for
            checking = await self._checks()
            await checking.run_when_idle(self._is_idle)

    def _is_idle(self) -> bool:
        return not (self.answers.pool.busy or self.answers.pool.waiting)

    async def _checks(self) -> quality.Checking:
        """Give the checks of what is served, with the outcomes known so far. Raises `Problem`."""
        info = self.answers.pool.info
        if self._checking is None or self._checking[0] is not info:
            self._checking = (info, quality.Checking(await self.ask(rows.job(quality.QUERY)), self.table))
        return self._checking[1]

    async def _quality(self) -> Result:
        """Draw what the checks find."""
        index, source = await self.index()
        checking = await self._checks()
        outcomes = await checking.outcomes()

        def draw() -> Result:
            view = quality.make(index, checking.found, outcomes)
            return cache.result(_HTML, drawing.page(self.pages, "Quality of the data", view, source))

        return await asyncio.to_thread(draw)

    async def _part(self, path: str) -> Address | None:
        """Find what is described only within another thing's document."""
        for candidate in address.candidates(path):
            if not _is_plain(candidate.iri):
                continue
            found = await self.answers.pool.run(documents.owner_job(candidate.iri))
            owner = documents.owner(found.body)
            if owner:
                return Address(owner, candidate.suffix, documents.fragment(owner, candidate.iri))
        return None

    async def _thing(self, scope: Scope, send: Send, asked: Address, wanted: str | None) -> None:
        """Answer for a thing (303) or a document about it."""
        index, source = await self.index()
        thing = index.things[asked.iri]
        offers = self._offers(thing)
        suffix = _choose(asked, wanted, header(scope, b"accept"), offers)
        is_hash = asked.iri.removeprefix(vocab.BASE) in address.HASH_DOCUMENTS
        files = discovery.items(source.catalog) if thing.iri in source.catalog.nodes else []
        links = signposts.link_header(thing, offers, suffix, source.href, files)
        extra = [(b"link", links.encode())]
        if (
            (asked.suffix is None and not is_hash)
            or asked.fragment
            or (wanted and asked.suffix not in (None, suffix))
        ):
            await _see_other(scope, send, address.document(thing.iri, suffix) + _hash(asked, suffix), extra)
            return
        found = await self._kept(
            cache.key("document", thing.iri, suffix), lambda: self._document(thing, suffix, index, source)
        )
        await responses.send_result(scope, responses.with_headers(send, extra), found)

    def _offers(self, thing: Thing) -> list[str]:
        """Give the suffixes of a thing's documents."""
        if thing.iri == vocab.BASE + "problems":
            return ["html"]
        has_csv = registry.page(thing).has_csv
        return [name for name in address.SUFFIXES if name != "csv" or has_csv]

    async def _document(self, thing: Thing, suffix: str, index: Index, source: Source) -> Result:
        whole = wholes.graph_of(thing)
        if suffix in documents.FORMATS:
            try:
                body = (await self.answers.pool.run(documents.job(thing.iri, suffix, whole))).body
            except CpgraphError as error:
                raise Problem("not-acceptable", f"This cannot be written in that format: {error}.") from None
            media = address.SUFFIXES[suffix]
            content_type = f"{media}; charset=utf-8" if media.startswith("text/") else media
            return await _result(content_type, body)
        page = registry.page(thing)
        found = page_rows.read(await self._body(page.job(thing.iri)))
        further = page.second(found) if page.second else ""
        if further:
            found["found"] = page_rows.table(await self._body(Job(further, "json")))

        def draw() -> Result:
            if suffix == "csv":
                return cache.result("text/csv; charset=utf-8", page.table(thing, found, index))
            return cache.result(_HTML, page.html(self.pages, source, thing, found, index))

        return await asyncio.to_thread(draw)

    async def _kept(self, name: bytes, make: lists.Make) -> Result:
        """Give a page from the cache, or make it."""
        found = self.answers.cache.get(name)
        if found is None:
            info = self.answers.pool.info
            found = await make()
            if info is self.answers.pool.info:
                self.answers.cache.put(name, found)
        return found


def _is_plain(iri: str) -> bool:
    """Say whether a path could be a name of ours, before anything is asked."""
    return _PLAIN.fullmatch(iri) is not None


async def _result(content_type: str, body: bytes) -> Result:
    if len(body) < _SLOW:
        return cache.result(content_type, body)
    return await asyncio.to_thread(cache.result, content_type, body)


def _choose(asked: Address, wanted: str | None, accept: str | None, offers: Sequence[str]) -> str:
    """Choose the suffix of the document: `format=` first, then the suffix of the path, then the Accept header."""
    if wanted is not None:
        name = address.named(wanted)
        if name not in address.SUFFIXES:
            raise Problem(
                "malformed-request", f"There is no format {wanted!r}.", f"Use one of {', '.join(offers)}."
            )
        chosen: str | None = name
    elif asked.suffix is not None:
        chosen = asked.suffix
    else:
        types = [address.SUFFIXES[name] for name in offers]
        media = negotiate.negotiate(accept, types)
        chosen = None if media is None else offers[types.index(media)]
    if chosen is None or chosen not in offers:
        offered = [address.SUFFIXES[name] for name in offers]
        detail = f"This can be had in these types: {', '.join(offered)}."
        raise Problem(
            "not-acceptable",
            detail,
            "Name one in the Accept header, or use its suffix.",
            extra={"offered": offered},
        )
    return chosen


def _hash(asked: Address, suffix: str) -> str:
    return f"#{asked.fragment}" if asked.fragment and suffix == "html" else ""


def _missing(path: str) -> Problem:
    return Problem("not-found", f"Nothing is at {path}.", "The search, /search, finds things by their names.")


async def _see_other(scope: Scope, send: Send, location: str, extra: responses.Headers) -> None:
    headers: responses.Headers = [
        (b"location", location.encode()),
        (b"vary", b"Accept"),
        (b"cache-control", b"public, no-cache"),
        (b"content-type", b"text/plain; charset=utf-8"),
        *extra,
    ]
    await responses.send_body(scope, send, 303, headers, f"See {location}\n".encode())
