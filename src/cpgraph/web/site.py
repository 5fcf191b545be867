"""The site as files: what the service answers, asked of it in this process, written where a file server looks.

Links become relative, so that a folder of any host will do. What no file can do, a query in an address, leads to the
page without it, and that page says so.
"""

from __future__ import annotations

import asyncio
import json
import re
from collections import deque
from collections.abc import Collection, Iterator
from html import escape, unescape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from urllib.parse import parse_qs, unquote, urlsplit

import httpx

from cpgraph.errors import CpgraphError, NotBuiltError, PlaceError
from cpgraph.files import SUMS
from cpgraph.results import Dataset, Job
from cpgraph.vocab import BASE
from cpgraph.web.app import create_app
from cpgraph.web.pages import index as indexes
from cpgraph.web.pages import page as pages
from cpgraph.web.pages.things import HASH_DOCUMENTS, Index, Thing, document, is_ours
from cpgraph.web.routers.resources import Service, offered
from cpgraph.web.settings import Settings

_LINK: Final = re.compile(r'\b(href|src|action)="(/(?!/)[^"#?]*)(?:\?([^"#]*))?(#[^"]*)?"')
_FIRST: Final = (
    "/", "/search", "/docs", "/problems", "/prefixes.ttl", "/.well-known/void", "/.well-known/sparql-examples/",
    "/openapi.json", "/static/search.js", f"/download/{SUMS}",
)  # fmt: skip
_CALLS: Final = (
    "/healthz",
    "/metrics",
    "/reconcile",
    "/resolve",
)  # a link to these leads to what is said of them
_INDEX: Final = "search/index.json"
_MOVED: Final = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Moved</title><meta http-equiv="refresh" '
    'content="0; url={goal}"></head><body><main><h1><a href="{goal}">Moved</a></h1></main></body></html>\n'
)
_RDF: Final = ("ttl", "jsonld", "nt", "rdf")
_AT_ONCE: Final = 8
_ENDS: Final = frozenset(
    "css csv html ico jsonld json js nq nt parquet png rdf svg trig ttl txt xlsx xml yaml".split()
)


class SiteError(CpgraphError):
    """A page that the site links to cannot be had, or the folder to write to is not empty."""

    code = "CPG-E512"


def write(settings: Settings, target: Path, origin: str = "") -> int:
    """Write the whole site into a new or empty folder, or nothing of it, and return the number of its files.

    `origin` is where it will be, such as `https://data.example.org`: without it there is no site map.

    Raises:
        NotBuiltError: there is no built graph.
        SiteError: the folder is not empty, or something that is linked cannot be had.
        PlaceError: the folder cannot be written to.
    """
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise SiteError(f"{target}: this folder is not empty. Name an empty or a new one.")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=target.parent, prefix=".writing-") as aside:
            made = Path(aside) / "site"
            without_text = settings.model_copy(update={"source": ""})  # it is not ours to spread
            count = asyncio.run(_Copy(without_text, made, origin).write())
            made.replace(target)  # in place of an empty folder too
    except OSError as error:
        raise PlaceError(target, error) from error
    return count


def place(path: str, page: str = "") -> str:
    """Return the file that holds what is at a path, and a page of a list.

    >>> place("/law/usc.html"), place("/browse"), place("/browse/notes", "2"), place("/.well-known/void")
    ('law/usc.html', 'browse/index.html', 'browse/notes/2.html', '.well-known/void')
    """
    name = unquote(path).strip("/")
    if page:
        return f"{name}/{page}.html"
    last = name.rpartition("/")[2]
    is_file = last.rpartition(".")[2] in _ENDS or last in (SUMS, "void")
    return name if is_file else f"{name}/index.html".lstrip("/")


_LINKED: Final = ("csv", "png", "svg")
"""Forms that not every page of a kind has; those that there are stand as links on the page."""


class _Copy:
    """A walk through the site that writes what it sees."""

    def __init__(self, settings: Settings, folder: Path, origin: str) -> None:
        self._settings, self._folder, self._origin = settings, folder, origin.rstrip("/")
        self._host = self._origin.removesuffix(urlsplit(self._origin).path)  # the service has no folder
        self._todo: deque[tuple[str, str]] = deque()
        self._seen: set[tuple[str, str]] = set()

    async def write(self) -> int:
        """Ask for every page and form, and write them; return how many files that are."""
        if not self._settings.graph.is_file():
            raise NotBuiltError(self._settings.graph)
        app = create_app(self._settings)
        service: Service = app.state.service
        service.templates.environment.globals["is_copy"] = True
        base_url = self._host or "http://localhost"
        async with app.router.lifespan_context(app):
            if not await service.engine.ready():
                raise service.engine.not_ready()
            index, apart = await service.index(), await service.apart()
            for path in (*_FIRST, *(("/robots.txt", "/sitemap.xml") if self._origin else ())):
                self._want(path)
            for thing in (*index.things.values(), *apart.values()):
                for suffix in offered(thing):
                    if suffix not in _LINKED:
                        self._want(document(thing.iri, suffix).partition("#")[0])
            for path in await _elsewhere(service, {*index.things, *apart}):
                self._want(path)
            transport = httpx.ASGITransport(app)
            headers = {"Accept-Encoding": "identity", "Accept": "text/html, text/turtle;q=0.5, */*;q=0.1"}
            async with httpx.AsyncClient(transport=transport, base_url=base_url, headers=headers) as client:
                while self._todo:
                    batch = [self._todo.popleft() for _ in range(min(_AT_ONCE, len(self._todo)))]
                    await asyncio.gather(*(self._take(client, *one) for one in batch))
        self._put(_INDEX, json.dumps(list(_found(index)), ensure_ascii=False).encode())
        self._put(".nojekyll", b"")  # or one host leaves out what begins with a dot
        return len(self._seen) + 2

    def _want(self, path: str, page: str = "") -> None:
        if (path, page) not in self._seen:
            self._seen.add((path, page))
            self._todo.append((path, page))

    async def _take(self, client: httpx.AsyncClient, path: str, page: str) -> None:
        accept = {"Accept": "text/turtle"} if path.endswith("/void") else {}
        got = await client.get(path, params={"page": page} if page else {}, headers=accept)
        goal, mark, fragment = got.headers.get("location", "").partition("#")
        if path.endswith(tuple(f".{suffix}" for suffix in _RDF)):  # a form cannot move on
            if got.status_code == httpx.codes.GONE:
                return
            got = await client.get(goal) if goal else got
        if got.status_code == httpx.codes.SEE_OTHER:
            self._want(goal)
            to = escape("../" * place(path).count("/") + place(goal) + mark + fragment)
            self._put(place(path), _MOVED.format(goal=to).encode())
        elif got.status_code in (httpx.codes.OK, httpx.codes.GONE):
            here, body = place(path, page), got.content
            if got.headers["content-type"].startswith("text/html"):
                up = "../" * here.count("/")
                body = _LINK.sub(lambda link: self._link(link, up), got.text).encode()
            elif path in ("/robots.txt", "/sitemap.xml") or path.startswith("/sitemap/"):
                for found in re.findall(r"<loc>([^<]*)</loc>", got.text):
                    self._want(unescape(found).removeprefix(self._host))
                body = got.text.replace(self._host, self._origin).encode()
            self._put(here, body)
        else:
            raise SiteError(f"{path}: the service answers {got.status_code}.")

    def _link(self, link: re.Match[str], up: str) -> str:
        """Return a link of a page as the copy has it, and note where it leads."""
        name, path, query, fragment = link.groups()
        path = "/api" if path in _CALLS else unescape(path)
        asked = parse_qs(unescape(query or "")).get("page", [""])
        page = asked[0] if path.startswith("/browse/") else ""
        self._want(path, page if page != "1" else "")
        goal = place(path, page if page != "1" else "").removesuffix("index.html")
        return f'{name}="{escape(up + goal or "./")}{fragment or ""}"'

    def _put(self, name: str, content: bytes) -> None:
        file = self._folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


async def _elsewhere(service: Service, known: Collection[str]) -> list[str]:
    """Return the documents of names that are told of in another's: of a part of a thing, of what was withdrawn."""
    graphs = (await service.index()).info.graphs
    body = await service.body(Job(indexes.APART, dataset=Dataset(tuple(graphs), ())))
    every = {str(row.thing) for row in pages.table(body) if row.thing.is_iri and is_ours(row.thing)}
    names = {iri.removeprefix(BASE) for iri in every - set(known)}
    hashed = [f"/{name}" for name in HASH_DOCUMENTS]  # their versions have addresses of their own
    names |= {iri.removeprefix(BASE) for iri in known if document(iri) in hashed} - set(HASH_DOCUMENTS)
    return [
        f"/{name}.{suffix}"
        for name in sorted(name for name in names if "#" not in name)
        # a machine is led to a form of what was withdrawn; a part of a thing has a page alone, which leads to the whole
        for suffix in ("html", *(() if BASE + name.rpartition(".")[0] in every else _RDF))
    ]


def _found(index: Index) -> Iterator[tuple[str, str, str, str]]:
    """Yield what the search of the copy knows of each thing: its page, its name, its kind, its value as printed."""
    things: list[Thing] = sorted(index.things.values(), key=lambda thing: thing.sort_key)
    for thing in things:
        if thing.iri.startswith(BASE):
            path, mark, fragment = thing.href.partition("#")
            yield f"{place(path)}{mark}{fragment}", thing.label, thing.kind.one, next(iter(thing.printed), "")
