"""The service for agents: tools of the Model Context Protocol, on standard input and output.

Each tool is a request to the service's own application, so that guard, limits and what is told of an error are those
of HTTP. What a search finds is the one answer that HTTP has for people alone.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final

import httpx
import mcp_types as types
from fastapi import FastAPI
from mcp.server import Server, ServerRequestContext
from mcp.server.stdio import stdio_server

import cpgraph
from cpgraph import vocab
from cpgraph.queries import Param, ParameterError
from cpgraph.tables import short
from cpgraph.web.app import create_app
from cpgraph.web.pages import lists
from cpgraph.web.problems import Problem
from cpgraph.web.routers.questions import parameter
from cpgraph.web.routers.resources import Service
from cpgraph.web.settings import Settings

_ACCEPT: Final = "text/csv, text/turtle, application/sparql-results+json;q=0.5, text/plain;q=0.1"
_NOTHING: Final = "No row has these values. Leave a parameter out to see which values there are."
_READS: Final = types.ToolAnnotations(read_only_hint=True, open_world_hint=False)
_ABOUT: Final = (
    "Published statistics of federal sentencing, with the law and the places that print each number. Find things with "
    "`search`, read one with `describe`, use a question where one fits, and `sparql` for all else. Rows come as CSV."
)
_OWN: Final = {
    "search": ("words", "Find numbers, groups, measures, provisions, tables, questions and terms by words."),
    "describe": ("thing", "All that is said of a thing, as Turtle: its IRI, whole or as pop:prod-2019."),
    "sparql": (
        "query",
        "One SPARQL 1.1 query, evaluated within the limits of the service; prefixes are known.",
    ),
}


def server(settings: Settings) -> Server[httpx.AsyncClient]:
    """Return the server of the tools; its lifespan is that of a service. Raises as `create_app` does."""
    app = create_app(settings)
    service: Service = app.state.service
    tools = [_tool(name, about, {word: {"type": "string"}}, [word]) for name, (word, about) in _OWN.items()]
    for question in service.queries.values():
        told = [parameter(param) for param in question.params]
        values = {one["name"]: {**one["schema"], "description": one["description"]} for one in told}
        about = "\n\n".join(filter(None, (question.question or question.summary, question.description)))
        tools.append(_tool(question.id, about, values, [one["name"] for one in told if one["required"]]))

    async def show(
        _ctx: ServerRequestContext[httpx.AsyncClient], _asked: types.PaginatedRequestParams | None
    ) -> types.ListToolsResult:
        return types.ListToolsResult(tools=tools)

    async def call(
        ctx: ServerRequestContext[httpx.AsyncClient], asked: types.CallToolRequestParams
    ) -> types.CallToolResult:
        given = {name: str(value) for name, value in (asked.arguments or {}).items()}
        try:
            text, is_error = await _call(service, ctx.lifespan_context, asked.name, given)
        except (Problem, ParameterError, KeyError) as error:
            text, is_error = error.text() if isinstance(error, Problem) else str(error), True
        return types.CallToolResult(content=[types.TextContent(type="text", text=text)], is_error=is_error)

    return Server(
        "cpgraph",
        version=cpgraph.__version__,
        instructions=_ABOUT,
        lifespan=_running(app),
        on_list_tools=show,
        on_call_tool=call,
    )


def _tool(name: str, about: str, values: Mapping[str, object], required: list[str]) -> types.Tool:
    schema = {"type": "object", "properties": values, "required": required, "additionalProperties": False}
    return types.Tool(name=name, description=about, input_schema=schema, annotations=_READS)


def _running(app: FastAPI) -> Any:
    @asynccontextmanager
    async def lifespan(_: object) -> AsyncIterator[httpx.AsyncClient]:
        """Run the service, and give what asks it."""
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(
                transport=httpx.ASGITransport(app),
                base_url="http://localhost",
                follow_redirects=True,
                timeout=60,
            ) as client,
        ):
            await app.state.service.engine.ready()
            yield client

    return lifespan


async def _call(
    service: Service, client: httpx.AsyncClient, name: str, given: Mapping[str, str]
) -> tuple[str, bool]:
    """Return what a tool says, and whether that is an error."""
    prefixes, path, sent = service.templates.prefixes, f"/queries/{name}", dict(given)
    if name == "search":
        found = lists.results(await service.index(), {"q": given["words"]})["pager"]
        lines = (f"{short(['iri', t.iri], prefixes)}  {t.kind.one}: {t.label}" for t in found.things)
        return "\n".join([f"{found.total} found, the first {len(found.things)}:", *lines]), False
    if name == "describe":
        iri = Param("thing", "iri", "Thing").term(given["thing"], prefixes).value
        document, path, sent = iri.removeprefix(vocab.BASE), "/sparql", {"query": f"DESCRIBE <{iri}>"}
        if document != iri and "#" not in document:  # a document says more: also what points to the thing
            path, sent = f"/{document}", {}
    elif name == "sparql":
        path = "/sparql"
    answer = await client.get(path, params=sent, headers={"Accept": _ACCEPT})
    is_empty = answer.headers.get("Cpgraph-Rows") == "0" and given and path.startswith("/queries/")
    return answer.text + (_NOTHING if is_empty else ""), answer.is_error


async def serve(settings: Settings) -> None:
    """Serve the tools to the process at the other end of standard input and output, until it leaves."""
    tools = server(settings)
    async with stdio_server() as (read, write):
        await tools.run(read, write, tools.create_initialization_options())
