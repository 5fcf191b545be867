"""The small routes: home, health, counters, the style sheet, and what is not there."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from importlib.resources import files
from typing import Final

from cpgraph.queries import Query
from cpgraph.web import cache, home
from cpgraph.web.engine.base import Engine, GraphInfo
from cpgraph.web.linked import discovery
from cpgraph.web.metrics import Metrics
from cpgraph.web.problems import Problem
from cpgraph.web.request import Receive, Scope
from cpgraph.web.templating import Pages

EDITOR: Final = "vendor/editor.js"
"""What `make editor` builds; nothing needs it."""
_STATIC: Final = {
    **dict.fromkeys(("style.css", "site.css"), "text/css; charset=utf-8"),
    "icon.svg": "image/svg+xml",
}


class Site:
    """What the small routes need; each method makes the result of one route."""

    def __init__(self, pool: Engine, pages: Pages, metrics: Metrics, examples: Mapping[str, Query]) -> None:
        """Read the static files once; the home page is drawn when it is first asked for."""
        self.pool, self.pages, self.metrics, self.examples = pool, pages, metrics, examples
        folder = files("cpgraph.web") / "static"
        self._static = {
            name: cache.result(kind, (folder / name).read_bytes()) for name, kind in _STATIC.items()
        }
        editor = folder / EDITOR
        if editor.is_file():
            self._static["editor.js"] = cache.result("text/javascript; charset=utf-8", editor.read_bytes())
            pages.has_editor = True
        self._home: tuple[GraphInfo | None, cache.Result, str] | None = None
        self._questions: cache.Result | None = None

    async def home(self, scope: Scope, _receive: Receive) -> cache.Result:
        """Give the home page."""
        drawn, scope["state"]["links"] = await self.prepare()
        return drawn

    async def prepare(self) -> tuple[cache.Result, str]:
        """Draw the home page of what is served, and write its links, once. Raises `Problem`."""
        if self._home is None or self._home[0] is not self.pool.info:
            known = await home.facts(self.pool)
            await self.pages.ready()
            drawn = await asyncio.to_thread(home.page, self.pages, known, self.examples)
            self._home = (known.info, drawn, discovery.links(known.catalog))
        return self._home[1:]

    async def questions(self, _scope: Scope, _receive: Receive) -> cache.Result:
        """Give the page of the questions that the data answer."""
        if self._questions is None:
            await self.pages.ready()
            self._questions = await asyncio.to_thread(home.questions, self.pages, self.examples)
        return self._questions

    async def health(self, scope: Scope, _receive: Receive) -> cache.Result:
        """Say that queries can be answered, or raise the reason why not."""
        scope["state"]["is_volatile"] = True
        info = self.pool.info
        if self.pool.state != "ready" or info is None:
            raise self.pool.not_ready()
        text = f'{{"status": "ok", "triples": {info.triples}, "data": "sha256:{info.digest}"}}\n'
        return cache.result("application/json", text.encode())

    async def counters(self, scope: Scope, _receive: Receive) -> cache.Result:
        """Give the counters."""
        scope["state"]["is_volatile"] = True
        return cache.result("text/plain; version=0.0.4; charset=utf-8", self.metrics.text())

    async def static(self, scope: Scope, _receive: Receive) -> cache.Result:
        """Give a static file."""
        found = self._static.get(scope["path_params"]["name"])
        if found is None:
            return await self.missing(scope, _receive)
        return found

    async def missing(self, scope: Scope, _receive: Receive) -> cache.Result:
        """Say that there is nothing here."""
        detail = f"Nothing is at {scope['path']}."
        raise Problem("not-found", detail, "The home page, /, leads to what there is.")
