"""The SPARQL endpoint: one ASGI application for every method, format and failure of the protocol."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from typing import Any, Final

from cpgraph.queries import Query, by_topic
from cpgraph.store import Dataset
from cpgraph.web import cache, description, formats, negotiate, request, responses
from cpgraph.web.answers import Answers, Draw, Wish
from cpgraph.web.endpoint import guarded
from cpgraph.web.problems import Problem
from cpgraph.web.query import GuardedQuery, QueryLimits, guard
from cpgraph.web.request import Receive, Scope, Send, header
from cpgraph.web.settings import Settings
from cpgraph.web.templating import Pages

_LONG: Final = 4_000  # characters of a query
_SAMPLE: Final = """
SELECT ?class (COUNT(DISTINCT ?thing) AS ?things) {
  ?thing a ?class
}
GROUP BY ?class
ORDER BY DESC(?things)
"""
_LINKS: Final = (
    b'</.well-known/void>; rel="describedby"; type="text/turtle", '
    b'</.well-known/sparql-examples/>; rel="help"; type="text/turtle"; title="Example queries"'
)
_SCRIPTED: Final = [(b"content-security-policy", responses.POLICY + b"; script-src 'self'")]
_NO_QUERY_TYPES: Final = (
    "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "text/html"
)  # fmt: skip


class SparqlEndpoint:
    """`/sparql` as the SPARQL 1.1 Protocol has it."""

    def __init__(
        self, settings: Settings, answers: Answers, pages: Pages, examples: Mapping[str, Query]
    ) -> None:
        """Serve these answers; the editor offers the examples."""
        self.settings, self.answers, self.pages, self.examples = settings, answers, pages, examples

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await guarded(self._answer, self.pages, scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        method = scope["method"]
        if method == "OPTIONS":
            await responses.send_options(send, request.METHODS)
            return
        if method not in request.METHODS:
            raise responses.method_problem(method, request.METHODS)
        accept = header(scope, b"accept")
        way = b""
        if method != "POST":
            way = cache.key(scope["query_string"], accept)
            kept = self.answers.cache.by_way(way)
            if kept is not None:
                scope["state"]["cache"] = "hit"
                await responses.send_result(scope, send, kept)
                return
        asked = await request.read(scope, receive, self.settings)
        if asked.query is None:
            await self._without_query(scope, send, asked, accept)
            return
        scope["state"]["query"] = asked.query
        checked = await self.check(asked.query, asked.dataset)
        wish = Wish(checked, formats.choose(checked.form, accept, asked.format))
        if wish.media_type == "text/html":
            await self.pages.ready()
        found = await self.answers.give(wish, scope, receive, self._draw(checked.text, asked))
        if way and not checked.is_volatile:
            self.answers.cache.put_way(way, wish.key)
        await responses.send_result(scope, send, found, is_volatile=checked.is_volatile)

    async def check(self, text: str, dataset: Dataset) -> GuardedQuery:
        """Check a query; a long one in a thread, for it takes milliseconds. Raises `Problem`."""
        if len(text) < _LONG:
            return guard(text, dataset, self.rules())
        return await asyncio.to_thread(guard, text, dataset, self.rules())

    def rules(self) -> QueryLimits:
        """Give what queries are held against; raises `Problem` while the data are not loaded."""
        info, settings = self.answers.pool.info, self.settings
        if info is None:
            raise self.answers.pool.not_ready()
        return QueryLimits(
            info.graphs, settings.query_chars, settings.nesting, settings.services, info.prefixes
        )

    def _draw(self, text: str, asked: request.ProtocolRequest) -> Draw:
        values = [("query", text)]
        values += [("default-graph-uri", name) for name in asked.dataset.default or ()]
        values += [("named-graph-uri", name) for name in asked.dataset.named or ()]

        def draw(kind: str, head: dict[str, Any], body: bytes) -> bytes:
            return self.pages.result(kind, head, body, "/sparql", values, query=text)

        return draw

    async def _without_query(
        self, scope: Scope, send: Send, asked: request.ProtocolRequest, accept: str | None
    ) -> None:
        """Give the editor to browsers, the service description to who asks for RDF."""
        extra: responses.Headers = [(b"link", _LINKS)]
        if asked.format:
            chosen = formats.choose(None, accept, asked.format)
        else:
            found = negotiate.negotiate(accept, _NO_QUERY_TYPES)
            if found is None:
                raise Problem(
                    "missing-query",
                    "The request has no parameter query.",
                    "Send one query, or ask for an RDF type to get the description of this service.",
                )
            chosen = found
        if chosen == "text/html":
            await self.pages.ready()
            content = self._editor(asked.example)
            extra += _SCRIPTED if self.pages.has_editor else []
        else:
            info = self.answers.pool.info
            if info is None:
                raise self.answers.pool.not_ready()
            endpoint = f"{scope.get('scheme', 'http')}://{request.authority(scope)}/sparql"
            content = description.write(info, endpoint, formats.GRAPH_TYPES[chosen])
        result = await asyncio.to_thread(cache.result, formats.content_type(chosen), content)
        await responses.send_result(scope, responses.with_headers(send, extra), result)

    def _editor(self, example: str | None) -> bytes:
        query = self.examples.get(example or "")
        if example and query is None:
            raise Problem("not-found", f"There is no example {example!r}.")
        start = self.pages.names.declarations(is_all=False) + _SAMPLE
        topics = by_topic(self.examples)
        return self.pages.editor(start if query is None else query.text, topics, query)
