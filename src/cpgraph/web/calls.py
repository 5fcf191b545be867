"""Where the calls of the service are described: `/openapi.json` for machines, `/api` for people."""

from __future__ import annotations

import asyncio
import json
import shlex
from collections.abc import Mapping
from typing import Any, Final
from urllib.parse import urlencode

from cpgraph.queries import Query
from cpgraph.web import cache, negotiate, openapi
from cpgraph.web.request import Receive, Scope, header
from cpgraph.web.settings import Settings
from cpgraph.web.templating import Pages

_JSON: Final = "application/json"
_OPENAPI: Final = openapi.TYPE.partition(";")[0]
_OTHER: Final = "other"


class Calls:
    """Makes the description of the calls in its two forms, each when it is first asked for."""

    def __init__(self, settings: Settings, pages: Pages, examples: Mapping[str, Query]) -> None:
        """Describe the calls of the service that has these settings and example queries."""
        self.settings, self.pages, self.examples = settings, pages, examples
        self._made: dict[str, cache.Result] = {}

    async def document(self, scope: Scope, _receive: Receive) -> cache.Result:
        """Give the OpenAPI document, as the type that was asked for, else as plain JSON."""
        chosen = negotiate.negotiate(header(scope, b"accept"), (_JSON, _OPENAPI)) or _JSON
        return await self._give(_JSON if chosen == _JSON else openapi.TYPE)

    async def page(self, _scope: Scope, _receive: Receive) -> cache.Result:
        """Give the page that lists the calls."""
        await self.pages.ready()
        return await self._give("text/html; charset=utf-8")

    async def _give(self, kind: str) -> cache.Result:
        if kind not in self._made:
            self._made[kind] = await asyncio.to_thread(self._make, kind)
        return self._made[kind]

    def _make(self, kind: str) -> cache.Result:
        document = openapi.document(self.examples, self.settings)
        if not kind.startswith("text/html"):
            return cache.result(kind, json.dumps(document, ensure_ascii=False, indent=1).encode() + b"\n")
        return cache.result(kind, self._draw(document))

    def _draw(self, document: openapi.Json) -> bytes:
        origin = _origin(self.settings)
        groups: dict[str, list[dict[str, Any]]] = {}
        for query in self.examples.values():
            groups.setdefault(query.tags[0] if query.tags else _OTHER, []).append(_entry(query, origin))
        return self.pages.render(
            "api.html",
            about=document["info"]["description"],
            groups=sorted(groups.items(), key=lambda item: (item[0] == _OTHER, item[0])),
            problems=document["components"]["responses"],
            sparql=_curl(f"{origin}/sparql?{urlencode([('query', openapi.EXAMPLE)])}", "text/csv"),
        )


def _entry(query: Query, origin: str) -> dict[str, Any]:
    """Give what the page shows of a query: its addresses, examples and the shapes of its parameters."""
    form, path, values = openapi.form_of(query), f"/queries/{query.id}", openapi.call(query)
    types = openapi.media_types(query)
    hrefs = [] if any(param.required for param in query.params) else [(path, types[0])]
    if values:
        hrefs.append((f"{path}?{urlencode(values)}", "text/csv" if "text/csv" in types else types[0]))
    return {
        "query": query,
        "path": path,
        "examples": [(href, _curl(origin + href, accept)) for href, accept in hrefs],
        "formats": [
            (name, f"{path}?{urlencode([*values, ('format', name)])}") for name in openapi.names(form)
        ],
        "schemas": {param.name: openapi.schema(param) for param in query.params},
    }


def _curl(url: str, accept: str) -> str:
    return f"curl -H {shlex.quote(f'Accept: {accept}')} {shlex.quote(url)}"


def _origin(settings: Settings) -> str:
    """Give the address of the service on its own machine."""
    host = "localhost" if settings.host in ("0.0.0.0", "::", "") else settings.host  # noqa: S104 - compared only
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"
