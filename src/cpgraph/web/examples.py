"""The example queries: each has a form, whose values are bound as terms, and an address that gives its result."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cpgraph.queries import ParameterError, Query, terms_in_text
from cpgraph.store import Dataset
from cpgraph.web import formats, request
from cpgraph.web.answers import Draw, Wish
from cpgraph.web.cache import Result
from cpgraph.web.problems import Problem
from cpgraph.web.query import guard
from cpgraph.web.request import Receive, Scope, header
from cpgraph.web.sparql import SparqlEndpoint


class Examples:
    """Makes the result of `/queries/{id}`: an example query with the values given in the address."""

    def __init__(self, sparql: SparqlEndpoint, examples: Mapping[str, Query]) -> None:
        """Answer through the parts of the SPARQL endpoint."""
        self.sparql, self.examples = sparql, examples

    async def make(self, scope: Scope, receive: Receive) -> Result:
        """Evaluate the example. Raises `Problem`."""
        query = self.examples.get(scope["path_params"]["id"])
        if query is None:
            raise Problem(
                "not-found", "There is no example query of this name.", "All of them are listed at /queries."
            )
        values: dict[str, str] = {}
        for name, value in request.pairs(scope["query_string"], "the address"):
            if name in values:
                raise Problem("doubled-parameter", f"The parameter {name} is given more than once.")
            values[name] = value
        wanted = values.pop("format", "")
        try:
            terms = query.bind(values)
        except ParameterError as error:
            raise Problem("malformed-request", str(error)) from None
        checked = guard(query.text, Dataset(), self.sparql.rules())
        media_type = formats.choose(checked.form, header(scope, b"accept"), wanted)
        wish = Wish(checked, media_type, tuple(terms_in_text(terms)))
        scope["state"]["is_volatile"] = checked.is_volatile
        if media_type == "text/html":
            await self.sparql.pages.ready()
        return await self.sparql.answers.give(wish, scope, receive, self._draw(query, values))

    def _draw(self, query: Query, values: Mapping[str, str]) -> Draw:
        def draw(kind: str, head: dict[str, Any], body: bytes) -> bytes:
            action = f"/queries/{query.id}"
            return self.sparql.pages.result(
                kind, head, body, action, list(values.items()), query=query.text, example=query
            )

        return draw
