"""The questions: each query file is a call of its own, described by OpenAPI and on a page for people."""

from __future__ import annotations

import asyncio
import json
import shlex
from collections.abc import Mapping
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import APIRouter, Request, Response

from cpgraph import queries
from cpgraph.queries import MAX_VALUE, PATTERNS, Param, ParameterError, Term
from cpgraph.results import Dataset
from cpgraph.web import bindings, negotiation
from cpgraph.web.negotiation import Parameters
from cpgraph.web.pages.things import Index, is_ours
from cpgraph.web.problems import KINDS, Problem
from cpgraph.web.responses import Result, respond, send
from cpgraph.web.routers import drawings
from cpgraph.web.routers.resources import Served, Service, draw, not_found, see_other
from cpgraph.web.routers.sparql import EXAMPLE, evaluate, guarded

_SHOWN: Final = 12  # choices that an error lists
_JSON: Final = ("application/json", "application/vnd.oai.openapi+json")
_KINDS: Final = {
    "iri": "an IRI: whole, with a prefix of the project, or relative to its base",
    "string": "text",
    "integer": "a whole number",
    "decimal": "a decimal number",
    "year": "a year of four digits",
}


def routes(questions: Mapping[str, queries.Query]) -> APIRouter:
    """Return a router with a call for each question, and their descriptions."""
    router = APIRouter()
    for question in questions.values():
        _add(router, question)
    router.add_api_route("/queries", _list, include_in_schema=False)
    router.add_api_route("/queries/{name}.{suffix}", _image, include_in_schema=False)
    router.add_api_route("/queries/{name}", _missing, include_in_schema=False)
    router.add_api_route("/api", _page, include_in_schema=False)
    itself = negotiation.described({name: {"type": "object"} for name in _JSON}, "This document")
    router.add_api_route(
        "/openapi.json", _document, operation_id="openapi", tags=["service"], responses=itself
    )
    return router


def _add(router: APIRouter, question: queries.Query) -> None:
    form, path = bindings.form(question.text), f"/queries/{question.id}"

    async def answer(request: Request) -> Response:
        service: Service = request.app.state.service
        given = negotiation.once(negotiation.parameters(request))
        wanted = given.pop("format", "")
        try:
            terms = question.bind(given, service.templates.prefixes)
        except ParameterError as error:
            raise Problem("malformed-request", str(error)) from None
        if given:
            _refuse_unknown(question, terms, given, await service.index())
        draw = partial(
            service.templates.result,
            action=path,
            values=list(given.items()),
            query=question.text,
            example=question,
        )
        query = await guarded(service, question.text, Dataset())
        return await evaluate(request, service, query, wanted, draw, tuple(queries.terms_in_text(terms)))

    columns = f"Columns: {', '.join(f'`{name}`' for name in question.returns)}." if question.returns else ""
    about = (f"{question.summary}.", question.description, columns)
    router.add_api_route(
        path,
        answer,
        operation_id=question.id,
        summary=question.question or question.summary,
        description="\n\n".join(filter(None, about)),
        tags=list(question.tags),
        responses=negotiation.described(_content(question, form), negotiation.RESULT),
        openapi_extra={"parameters": [*map(parameter, question.params), _format(form)]},
    )


def _refuse_unknown(
    question: queries.Query, terms: Mapping[ox.Variable, Term], given: Mapping[str, str], index: Index
) -> None:
    """Raise `Problem` with the choices for a value that is none of them: no thing of ours, no year of the data."""
    for param in question.params:
        choices, value = index.choices(param.default or param.example or ""), given.get(param.name, "")
        is_thing = param.type == "iri"
        iri = str(terms[ox.Variable(param.name)]).strip("<>") if is_thing and value else ""
        if (
            choices
            and value
            and (iri not in index.things and is_ours(iri) if is_thing else value not in choices)
        ):
            shown = ", ".join(list(choices)[:_SHOWN]) + (" …" if len(choices) > _SHOWN else "")
            raise Problem(
                "malformed-request", f"{param.name}: nothing is {value!r}.", f"The choices are {shown}."
            )


def parameter(param: Param) -> dict[str, Any]:
    """Return what OpenAPI says of a parameter; `Query.bind` says what is wrong with a value."""
    example = param.example or param.default
    schema = {
        "type": "string",
        "title": param.label,
        "maxLength": MAX_VALUE,
        "pattern": f"^(?:{PATTERNS[param.type]}){'' if param.required else '?'}$",
        "default": None if param.required else param.default,
        "examples": [example] if example else None,
        "format": "decimal" if param.type == "decimal" else None,
    }
    return {
        "name": param.name,
        "in": "query",
        "required": param.required,
        "description": f"{param.label}: {_KINDS[param.type]}. {param.description}".strip(),
        "schema": {name: value for name, value in schema.items() if value is not None},
    }


def _format(form: str) -> dict[str, Any]:
    about = "The format of the answer; it wins over the Accept header."
    schema = {"type": "string", "enum": negotiation.names(form)}
    return {"name": "format", "in": "query", "description": about, "schema": schema}


def _content(question: queries.Query, form: str) -> dict[str, Any]:
    """Return the schema of each media type; that of a table in JSON names its columns."""
    columns = {"type": "object", "properties": {"vars": {"const": list(question.returns)}}}
    table = (
        {"type": "object", "required": ["head"], "properties": {"head": columns}} if question.returns else {}
    )
    types = negotiation.types_for(form)
    return {name: table if "json" in name else {"type": "string"} for name in types}


async def _image(
    request: Request, service: Served, parameters: Parameters, name: str, suffix: str
) -> Response:
    """Return the chart of a question as a file, or lead to its rows."""
    question, given = service.queries.get(name), negotiation.once(parameters)
    if question is None or question.chart is None or suffix not in ("csv", "svg", "png"):
        raise not_found(request.scope["path"])
    if suffix == "csv":
        return see_other(f"/queries/{name}?{urlencode(given | {'format': suffix})}")

    async def make() -> Result:
        try:
            chart = await drawings.of_question(service, question, given)
        except ParameterError as error:
            raise Problem("malformed-request", str(error)) from None
        return drawings.image(service.templates, chart, await service.index(), suffix)

    key = ("chart", name, suffix, *sorted(given.items()))
    return await send(request, await service.results.get(request, key, make, is_limited=True))


async def _missing(name: str) -> Response:
    raise Problem("not-found", f"There is no question {name!r}.", "All of them are listed at /queries.")


async def _list(request: Request, service: Served) -> Response:
    known = service.queries
    values = {"topics": queries.by_topic(known), "total": len(known)}
    return await draw(request, "questions.html", lambda _: values)


async def _document(request: Request) -> Response:
    """Give this document."""
    kind = negotiation.negotiate(negotiation.accept_of(request), _JSON) or _JSON[0]

    async def make() -> Result:
        document = json.dumps(await asyncio.to_thread(request.app.openapi), ensure_ascii=False, indent=1)
        return Result(kind if kind == _JSON[0] else f"{kind};version=3.1", f"{document}\n".encode())

    return await respond(request, ("/openapi.json", kind), make)


async def _page(request: Request, service: Served) -> Response:
    def values(_: Index) -> Mapping[str, Any]:
        host, port = service.settings.host, service.settings.port
        name = "localhost" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - compared only
        origin = f"http://{f'[{name}]' if ':' in name else name}:{port}"
        topics = queries.by_topic(service.queries)
        statuses: dict[int, list[str]] = {}
        for kind, (status, title) in sorted(KINDS.items(), key=lambda item: item[1][0]):
            statuses.setdefault(status, []).append(f"{title} ({kind})")
        shown = next((_examples(one)[-1] for one in service.queries.values() if one.returns), "/queries")
        return {
            "about": request.app.description,
            "groups": [(topic, [(one, _examples(one)) for one in found]) for topic, found in topics],
            "formats": {form: negotiation.names(form) for form in ("SELECT", "CONSTRUCT")},
            "problems": statuses,
            "sparql": _curl(f"{origin}/sparql?{urlencode([('query', EXAMPLE)])}", "text/csv"),
            "call": _curl(origin + shown, "text/csv"),
        }

    return await draw(request, "api.html", values)


def _examples(question: queries.Query) -> list[str]:
    """Return addresses of the answer: without values where none is required, and with those of its examples."""
    path, params = f"/queries/{question.id}", question.params
    given = [(p.name, p.example) for p in params if p.example and (p.required or p.example != p.default)]
    plain = [] if any(param.required for param in params) else [path]
    return plain + ([f"{path}?{urlencode(given)}"] if given else [])


def _curl(url: str, accept: str) -> str:
    return f"curl -H {shlex.quote(f'Accept: {accept}')} {shlex.quote(url)}"
