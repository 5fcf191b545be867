"""The routes of the site: things answer 303, their documents 200; lists, search and the pages of the whole."""

from __future__ import annotations

import asyncio
import re
from typing import Final

from cpgraph import vocab
from cpgraph.store import Job
from cpgraph.web import cache, endpoint, negotiate, request, responses
from cpgraph.web.answers import Answers
from cpgraph.web.backend import GraphInfo
from cpgraph.web.cache import Result
from cpgraph.web.linked import address, documents, drawing, lists, quality, rows, signposts, wholes
from cpgraph.web.linked.address import Address
from cpgraph.web.linked.downloads import Downloads
from cpgraph.web.linked.index import QUERY, Index, Thing, build
from cpgraph.web.linked.views import registry
from cpgraph.web.linked.views.common import Context
from cpgraph.web.pages import Pages
from cpgraph.web.problems import Problem
from cpgraph.web.request import Receive, Scope, Send, header

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
        self._index: tuple[GraphInfo, Index, drawing.Source] | None = None
        self._loading: asyncio.Lock | None = None

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
        file = self.downloads.find(path, index)
        if file is not None:
            await responses.send_result(scope, send, await asyncio.to_thread(self.downloads.read, file))
            return
        asked = address.parse(path, index.__contains__) or await self._part(path)
        if asked is None:
            raise _missing(path)
        await self._thing(scope, send, asked, parameters.get("format"))

    async def index(self) -> tuple[Index, drawing.Source]:
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
                self._index = (info, index, wholes.source(index, about, info.digest))
        return self._index[1:]

    async def ask(self, job: Job) -> rows.Rows:
        """Have a page's query evaluated. Raises `Problem`."""
        head, body = await self.answers.pool.run(job)
        if "error" in head:
            raise Problem(
                "query-failed", f"The page could not be made: {head.get('message', head['error'])}."
            )
        if len(body) < _SLOW:
            return rows.read(body)
        return await asyncio.to_thread(rows.read, body)

    async def table(self, query: str) -> tuple[rows.Row, ...]:
        """Have a SELECT of the data's own evaluated, such as that of a check. Raises `Problem`."""
        head, body = await self.answers.pool.run(Job(query, "json"))
        if "error" in head:
            raise Problem(
                "query-failed", f"The page could not be made: {head.get('message', head['error'])}."
            )
        return await asyncio.to_thread(rows.table, body)

    async def _quality(self) -> Result:
        """Run all checks and draw what they find."""
        index, source = await self.index()
        found = await self.ask(rows.job(quality.QUERY))

        async def ask(query: str) -> tuple[rows.Row, ...] | None:
            try:
                return await self.table(query)
            except Problem:
                return None

        outcomes = await quality.run(found, ask)

        def draw() -> Result:
            view = quality.make(index, found, outcomes)
            return cache.result(_HTML, drawing.page(self.pages, "Quality of the data", view, source))

        return await asyncio.to_thread(draw)

    async def _part(self, path: str) -> Address | None:
        """Find what is described only within another thing's document."""
        for candidate in address.candidates(path):
            if not _is_plain(candidate.iri):
                continue
            found = await self.answers.pool.run(documents.owner_job(candidate.iri))
            owner = documents.owner(found[1])
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
        links = signposts.link_header(thing, offers, suffix, source.href)
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
        await responses.send_result(scope, _with_headers(send, extra), found)

    def _offers(self, thing: Thing) -> list[str]:
        """Give the suffixes of a thing's documents."""
        if thing.iri == vocab.BASE + "problems":
            return ["html"]
        has_csv = registry.page(thing).has_csv
        return [name for name in address.SUFFIXES if name != "csv" or has_csv]

    async def _document(self, thing: Thing, suffix: str, index: Index, source: drawing.Source) -> Result:
        whole = wholes.graph_of(thing)
        if suffix in documents.FORMATS:
            head, body = await self.answers.pool.run(documents.job(thing.iri, suffix, whole))
            if "error" in head:
                raise Problem(
                    "not-acceptable", f"This cannot be written in that format: {head.get('message', '')}."
                )
            media = address.SUFFIXES[suffix]
            content_type = f"{media}; charset=utf-8" if media.startswith("text/") else media
            return await _result(content_type, body)
        page = registry.page(thing)
        found = await self.ask(page.job(thing.iri))
        further = page.second(found) if page.second else ""
        if further:
            found = found.with_section("found", await self.table(further))

        def draw() -> Result:
            view = page.make(Context(thing, found, index))
            if suffix == "csv":
                if not view.csv:
                    raise Problem("not-acceptable", "There is no table here.", "Ask for another format.")
                return cache.result("text/csv; charset=utf-8", drawing.csv(view.csv))
            return cache.result(_HTML, drawing.thing_page(self.pages, thing, view, source, page.query))

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


def _choose(asked: Address, wanted: str | None, accept: str | None, offers: list[str]) -> str:
    """Choose the suffix of the document: `format=` first, then the suffix of the path, then the Accept header."""
    if wanted is not None:
        name = address.ALIASES.get(wanted.lower(), wanted.lower())
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


def _with_headers(send: Send, extra: responses.Headers) -> Send:
    """Add headers to what is sent."""

    async def sending(message):  # type: ignore[no-untyped-def]
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *extra]
        await send(message)

    return sending
