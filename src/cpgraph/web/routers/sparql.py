"""The SPARQL endpoint: the protocol's three ways to send a query, and from a query to its result."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine, Sequence
from functools import partial
from typing import Any, Final

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, Field
from starlette.requests import ClientDisconnect

from cpgraph import results
from cpgraph.errors import CpgraphError
from cpgraph.queries import by_topic
from cpgraph.results import Answer, Dataset, Job
from cpgraph.web import negotiation, responses
from cpgraph.web.middleware import POLICY
from cpgraph.web.problems import Problem
from cpgraph.web.query import GuardedQuery, QueryLimits, guard, syntax_problem
from cpgraph.web.responses import HTML, ClientGoneError, Result
from cpgraph.web.routers.resources import Service

FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"
EXAMPLE: Final = """SELECT ?measure (COUNT(?number) AS ?numbers) { ?number cpg:measure/skos:prefLabel ?measure }
GROUP BY ?measure ORDER BY DESC(?numbers)"""

_LONG: Final = 4_000  # characters of a query, from which to check it takes milliseconds
_SLOW: Final = 1 << 20  # bytes from which hashing goes to a thread
_READ_ONLY: Final = "This service only reads. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."
_OF_UPDATES: Final = ("update", "using-graph-uri", "using-named-graph-uri")
_LINKS: Final = (
    '</.well-known/void>; rel="describedby"; type="text/turtle", '
    '</.well-known/sparql-examples/>; rel="help"; type="text/turtle"; title="Example queries"'
)
_NO_QUERY_TYPES: Final = (
    "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml", "text/html"
)  # fmt: skip
_UNKNOWN: Final = """SELECT ?term {{ VALUES ?term {{ {terms} }}
  FILTER NOT EXISTS {{ {{ ?term ?p ?o }} UNION {{ ?s ?term ?o }} UNION {{ ?s ?p ?term }}
    UNION {{ GRAPH ?term {{ ?s ?p ?o }} }}
    FILTER NOT EXISTS {{ ?term <http://www.w3.org/2002/07/owl#deprecated> true }} }} }}"""

Draw = Callable[[Answer, Sequence[str]], bytes]
"""Makes the page of an answer and of the terms that occur nowhere in the data."""


class Asked(BaseModel):
    """What a request asks."""

    query: str | None = Field(
        None,
        description="One SPARQL 1.1 query; other services want the prefixes of /prefixes.ttl declared.",
        examples=[EXAMPLE],
    )
    default: list[str] = Field(
        [],
        alias="default-graph-uri",
        description="A graph of the default graph, which is else all but the row view.",
    )
    named: list[str] = Field([], alias="named-graph-uri", description="A graph that GRAPH may name.")
    format: list[str] = Field(
        [], description=f"The format, which wins over the Accept header: {', '.join(negotiation.NAMES)}."
    )
    example: str = Field("", description="The question that the editor begins with.")

    @property
    def dataset(self) -> Dataset:
        """The graphs that the protocol names; an empty name says nothing."""
        default, named = (tuple(filter(None, names)) for names in (self.default, self.named))
        return Dataset(default, named) if default or named else Dataset()


_SCHEMA: Final = Asked.model_json_schema()
_RESULT: Final = negotiation.described(
    {name: {} for name in (*negotiation.TABLE_TYPES, *negotiation.GRAPH_TYPES)}, negotiation.RESULT
)
_QUERIES: Final = [{"name": name, "in": "query", "schema": it} for name, it in _SCHEMA["properties"].items()]
_BODIES: Final = {FORM: {"schema": _SCHEMA}, QUERY: {"schema": {"type": "string"}, "example": EXAMPLE}}


class _Direct(APIRoute):
    """A route that hands on the request as it is: to inject would cost as much as to check the query."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        return self.endpoint


router = APIRouter(tags=["sparql"], responses=_RESULT, route_class=_Direct)


@router.get("/sparql/", include_in_schema=False)
@router.get("/sparql", operation_id="sparql-get", openapi_extra={"parameters": _QUERIES})
async def sparql_get(request: Request) -> Response:
    """Evaluate a query. Without one a browser gets an editor, and who asks for RDF the service description."""
    service: Service = request.app.state.service
    asked = _read(negotiation.parameters(request))
    return await (_without_query if asked.query is None else _answer)(request, service, asked)


@router.post("/sparql/", include_in_schema=False)
@router.post(
    "/sparql",
    operation_id="sparql-post",
    openapi_extra={"parameters": _QUERIES[1:], "requestBody": {"required": True, "content": _BODIES}},
)
async def sparql_post(request: Request) -> Response:
    """Evaluate a query that is sent as a form, or as the body."""
    service: Service = request.app.state.service
    parameters = negotiation.parameters(request)
    media_type = _media_type(request)
    if media_type == UPDATE:
        raise Problem("update-refused", "The body is an update.", _READ_ONLY)
    content = await body(request, service)
    if media_type == FORM:
        asked = _read(parameters + negotiation.pairs(content, "the body"))
    else:
        asked = _read([*parameters, ("query", negotiation.text(content, "the body"))])
    if asked.query is None:
        raise Problem("missing-query", "The request has no parameter query.", "Send one query.")
    return await _answer(request, service, asked)


def _read(parameters: Sequence[tuple[str, str]]) -> Asked:
    values: dict[str, list[str]] = {}
    for name, value in parameters:
        values.setdefault(name, []).append(value)
    for name in _OF_UPDATES:
        if name in values:
            raise Problem("update-refused", f"The parameter {name} belongs to an update.", _READ_ONLY)
    single = negotiation.once([(name, value) for name, value in parameters if name in ("query", "example")])
    return Asked.model_validate(values | single)


def _media_type(request: Request) -> str:
    given = ",".join(request.headers.getlist("content-type"))
    media_type, *parameters = (part.strip().lower() for part in given.split(";"))
    charset = next((value for part in parameters if (value := part.partition("charset=")[2])), "utf-8")
    coding, headers = request.headers.get("content-encoding", "").strip().lower(), dict[str, str]()
    remedy = f"Send it as {QUERY}, or as {FORM} with the parameter query."
    if media_type not in (FORM, QUERY, UPDATE):
        detail = f"The Content-Type is {given!r}." if given else "The request has no Content-Type."
    elif charset.strip('"') not in ("utf-8", "utf8"):
        detail, remedy = f"The body is said to be in {charset}; only UTF-8 is read.", "Send it as UTF-8."
    elif coding not in ("", "identity"):
        detail, remedy = f"The body is coded as {coding}.", "Send it without a content coding."
        headers["Accept-Encoding"] = "identity"
    else:
        return media_type
    raise Problem("unsupported-media-type", detail, remedy, headers=headers)


async def body(request: Request, service: Service) -> bytes:
    """Return the body, up to the limits of size and time."""
    limit, content = service.settings.request_bytes, bytearray()
    told = f"A request body may have {limit:,} bytes."
    too_large = Problem("request-too-large", told, "Shorten it.")
    length = request.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > limit:
        raise too_large
    try:
        async with asyncio.timeout(service.settings.body_time):
            async for part in request.stream():
                content += part
                if len(content) > limit:
                    raise too_large
    except TimeoutError:
        detail = f"Its body took more than {service.settings.body_time:g} seconds."
        raise Problem("request-too-slow", detail) from None
    except ClientDisconnect:
        raise ClientGoneError from None
    return bytes(content)


async def _answer(request: Request, service: Service, asked: Asked) -> Response:
    request.state.query = sent = asked.query or ""
    query = await guarded(service, sent, asked.dataset)
    wanted, default, named = negotiation.agree(asked.format), asked.dataset.default, asked.dataset.named
    values = [("query", sent), *(("default-graph-uri", name) for name in default or ())]
    values += [("named-graph-uri", name) for name in named or ()]
    draw = partial(service.templates.result, action="/sparql", values=values, query=sent)
    return await evaluate(request, service, query, wanted, draw)


async def guarded(service: Service, sent: str, dataset: Dataset) -> GuardedQuery:
    """Return a query that may be evaluated; a long one is checked in a thread. Raises `Problem`."""
    info, settings, known = service.engine.info, service.settings, service.results.queries
    if info is None:
        raise service.engine.not_ready()
    if (query := known.get((sent, dataset))) is not None:
        return query
    limits = (info.graphs, settings.query_chars, settings.nesting, settings.services, info.prefixes)
    if len(sent) > _LONG:
        return await asyncio.to_thread(guard, sent, dataset, QueryLimits(*limits))
    query = known[sent, dataset] = guard(sent, dataset, QueryLimits(*limits))
    return query


async def evaluate(
    request: Request,
    service: Service,
    query: GuardedQuery,
    wanted: str,
    draw: Draw,
    bindings: tuple[tuple[str, str], ...] = (),
) -> Response:
    """Return the result of a query, from the cache where it is kept. Raises `Problem`."""
    types, settings = negotiation.types_for(query.form), service.settings
    media_type = negotiation.choose(list(types), negotiation.accept_of(request), wanted)
    limits = (settings.max_rows, settings.max_bytes, settings.page_rows)
    job = Job(query.engine_text, types[media_type], query.dataset, *limits, bindings)
    is_page, who = job.format == "page", request.client.host if request.client else ""

    async def make() -> Result:
        try:
            answer = await service.engine.run(job, who)
        except CpgraphError as error:
            raise _problem(error, query, media_type) from None
        headers = {"Cpgraph-Rows": str(answer.rows), "Cpgraph-Rows-Shown": str(answer.shown)}
        headers["Content-Disposition"] = negotiation.saved_as(request.scope["path"], media_type)
        is_empty = answer.rows == 0 or (answer.kind == "boolean" and b"false" in answer.body)
        is_empty |= answer.rows == 1 and "COUNT" in query.engine_text.upper()  # one row that counts nothing
        unknown = await _unknown(service, query.terms, who) if is_empty and query.terms else []
        if unknown:
            headers["Cpgraph-Unknown-Terms"] = ", ".join(f"<{term}>" for term in unknown)
        body, content_type = answer.body, negotiation.content_type(media_type)
        if is_page:
            await service.templates.ready()
            body = await asyncio.to_thread(draw, answer, unknown)
        if len(body) < _SLOW:
            return Result(content_type, body, headers)
        return await asyncio.to_thread(Result, content_type, body, headers)

    shown = query.text if is_page else query.engine_text  # a page shows the query as it was sent
    key = None if query.is_volatile else (shown, query.dataset, media_type, bindings)
    result = await service.results.get(request, key, make, is_limited=True)
    return await responses.send(request, result, is_volatile=query.is_volatile)


async def _unknown(service: Service, terms: Sequence[str], who: str) -> list[str]:
    """Return the terms that occur nowhere in the data; nothing where that cannot be had."""
    names = " ".join(f"<{term}>" for term in terms)
    try:
        answer = await service.engine.run(Job(_UNKNOWN.format(terms=names), "csv"), who)
    except (Problem, CpgraphError):
        return []
    return answer.body.decode().split()[1:]


def _problem(error: CpgraphError, query: GuardedQuery, media_type: str) -> Problem:
    """Return what a client hears of an error of its query."""
    match error:
        case results.QuerySyntaxError():
            return syntax_problem(query, error)
        case results.ResultTooLargeError():
            detail = f"It has more than {error.limit:,} {error.unit}, and half a result is not given."
            remedy = "Add LIMIT and OFFSET, or ask for less; whole copies of the data are offered as files."
            extra: dict[str, Any] = {"limit": error.limit, "unit": error.unit}
            return Problem("result-too-large", detail, remedy, extra=extra)
        case results.UnwritableError():
            offered = [name for name in negotiation.types_for(query.form) if name != media_type]
            remedy = f"Ask for another type: {', '.join(offered)}."
            return Problem("not-acceptable", f"{error}.", remedy, extra={"offered": offered})
        case _:
            return Problem("query-failed", f"The engine says: {error}.")


async def _without_query(request: Request, service: Service, asked: Asked) -> Response:
    wanted, templates = negotiation.agree(asked.format), service.templates
    if not wanted and negotiation.negotiate(negotiation.accept_of(request), _NO_QUERY_TYPES) is None:
        remedy = "Send one query, or ask for an RDF type to get the description of this service."
        raise Problem("missing-query", "The request has no parameter query.", remedy)
    offers = list(negotiation.GRAPH_TYPES) if wanted else _NO_QUERY_TYPES
    chosen = negotiation.choose(offers, negotiation.accept_of(request), wanted)
    headers = {"Link": _LINKS}
    if chosen == "text/html":
        await templates.ready()
        if templates.has_editor:
            headers["Content-Security-Policy"] = f"{POLICY}; script-src 'self'"
        return await responses.send(request, Result(HTML, _editor(service, asked.example)), headers)
    if service.engine.info is None:
        raise service.engine.not_ready()
    turtle = templates.render("service.ttl", info=service.engine.info, origin=negotiation.origin(request))
    parsed = ox.parse(turtle, ox.RdfFormat.TURTLE)
    triples, written = [quad.triple for quad in parsed], ox.RdfFormat.from_media_type(chosen)
    body = ox.serialize(triples, format=written, prefixes=parsed.prefixes) or b""
    return await responses.send(request, Result(negotiation.content_type(chosen), body), headers)


def _editor(service: Service, name: str) -> bytes:
    question, templates = service.queries.get(name), service.templates
    if name and question is None:
        raise Problem("not-found", f"There is no example {name!r}.")
    start = question.example if question else templates.declarations(is_all=False) + f"\n{EXAMPLE}\n"
    return templates.render("editor.html", query=start, topics=by_topic(service.queries), example=question)
