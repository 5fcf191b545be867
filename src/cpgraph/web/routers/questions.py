"""The questions: each query file is a call of its own, described by OpenAPI and on a page for people."""

# annotations are read while the routes are made: no `from __future__ import annotations` here

import asyncio
import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final
from urllib.parse import urlencode

import pyoxigraph as ox
from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, create_model

from cpgraph import queries
from cpgraph.queries import MAX_VALUE, PATTERNS, Param, ParameterError
from cpgraph.results import Answer, Dataset
from cpgraph.web import negotiation
from cpgraph.web.negotiation import Served, Service
from cpgraph.web.problems import KINDS, Problem
from cpgraph.web.query import Form
from cpgraph.web.responses import HTML, Result, respond
from cpgraph.web.routers.sparql import EXAMPLE, evaluate, guarded

_JSON: Final = ("application/json", "application/vnd.oai.openapi+json")
_OTHER: Final = "other"
_FORMS: Final[Mapping[type, Form]] = {ox.QuerySolutions: "SELECT", ox.QueryBoolean: "ASK"}
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
    router.add_api_route("/queries/{name}", _missing, include_in_schema=False)
    router.add_api_route("/api", _page, include_in_schema=False)
    itself = negotiation.described({name: {"type": "object"} for name in _JSON}, "This document")
    router.add_api_route(
        "/openapi.json", _document, operation_id="openapi", tags=["service"], responses=itself
    )
    return router


def _add(router: APIRouter, question: queries.Query) -> None:
    form, path = form_of(question), f"/queries/{question.id}"
    model = _model(question, form)

    async def answer(request: Request, values: Annotated[model, Query()]) -> Response:  # type: ignore[valid-type]
        service: Service = request.app.state.service
        negotiation.once(negotiation.parameters(request))
        given = values.model_dump(exclude_unset=True)  # type: ignore[attr-defined]
        wanted = given.pop("format", "")
        try:
            terms = question.bind(given)
        except ParameterError as error:
            raise Problem("malformed-request", str(error)) from None

        def draw(result: Answer, unknown: Sequence[str]) -> bytes:
            shown = list(given.items())
            return service.templates.result(result, unknown, path, shown, question.text, question)

        query, bindings = await guarded(service, question.text, Dataset()), queries.terms_in_text(terms)
        return await evaluate(request, service, query, wanted, draw, tuple(bindings))

    columns = f"Columns: {', '.join(f'`{name}`' for name in question.returns)}." if question.returns else ""
    about = (f"{question.summary}.", question.description, columns)
    router.add_api_route(
        path,
        answer,
        operation_id=question.id,
        summary=question.question or question.summary,
        description="\n\n".join(filter(None, about)),
        tags=list(question.tags),
        responses=negotiation.described(_content(question, form), "The result"),
    )


def _model(question: queries.Query, form: Form) -> type[BaseModel]:
    """Return the model of a question's parameters: it documents them; `Query.bind` says best what is wrong."""
    fields: dict[str, Any] = {param.name: (str, _field(param)) for param in question.params}
    about = "The format of the answer; it wins over the Accept header."
    offered: Any = {"enum": negotiation.names(form)}
    fields["format"] = (str, Field("", description=about, json_schema_extra=offered))
    return create_model(question.id, __config__=ConfigDict(extra="allow"), **fields)


def _field(param: Param) -> Any:
    pattern, example = PATTERNS[param.type], param.example or param.default
    schema: dict[str, Any] = {
        "maxLength": MAX_VALUE,
        "pattern": f"^(?:{pattern}){'' if param.required else '?'}$",
    }
    return Field(
        ... if param.required else param.default or "",
        title=param.label,
        description=f"{param.label}: {_KINDS[param.type]}. {param.description}".strip(),
        examples=[example] if example else None,
        json_schema_extra=schema | ({"format": "decimal"} if param.type == "decimal" else {}),
    )


def _content(question: queries.Query, form: Form) -> dict[str, Any]:
    """Return the schema of each media type; that of a table in JSON names its columns."""
    columns = {"type": "object", "properties": {"vars": {"const": list(question.returns)}}}
    table = (
        {"type": "object", "required": ["head"], "properties": {"head": columns}} if question.returns else {}
    )
    types = negotiation.types_for(form)
    return {name: table if "json" in name else {"type": "string"} for name in types}


def form_of(question: queries.Query) -> Form:
    """Return the form of a query whose text is known to parse."""
    return _FORMS.get(type(ox.Store().query(question.text)), "CONSTRUCT")


async def _missing(name: str) -> Response:
    raise Problem("not-found", f"There is no question {name!r}.", "All of them are listed at /queries.")


async def _list(request: Request, service: Served) -> Response:
    async def make() -> Result:
        await service.templates.ready()
        topics, total = queries.by_topic(service.queries), len(service.queries)
        return Result(HTML, service.templates.render("questions.html", topics=topics, total=total))

    return await respond(request, "/queries", make)


async def _document(request: Request) -> Response:
    """Give this document."""
    kind = negotiation.negotiate(negotiation.accept_of(request), _JSON) or _JSON[0]

    async def make() -> Result:
        document = json.dumps(await asyncio.to_thread(request.app.openapi), ensure_ascii=False, indent=1)
        return Result(kind if kind == _JSON[0] else f"{kind};version=3.1", f"{document}\n".encode())

    return await respond(request, ("/openapi.json", kind), make)


async def _page(request: Request, service: Served) -> Response:
    async def make() -> Result:
        await service.templates.ready()
        host, port = service.settings.host, service.settings.port
        name = "localhost" if host in ("0.0.0.0", "::", "") else host  # noqa: S104 - compared only
        origin = f"http://{f'[{name}]' if ':' in name else name}:{port}"
        groups: dict[str, list[dict[str, Any]]] = {}
        for question in service.queries.values():
            groups.setdefault((*question.tags, _OTHER)[0], []).append(_entry(question, origin))
        statuses: dict[int, list[str]] = {}
        for kind, (status, title) in sorted(KINDS.items(), key=lambda item: item[1][0]):
            statuses.setdefault(status, []).append(f"{title} ({kind})")
        page = service.templates.render(
            "api.html",
            about=request.app.description,
            groups=sorted(groups.items(), key=lambda item: (item[0] == _OTHER, item[0])),
            problems=statuses,
            sparql=_curl(f"{origin}/sparql?{urlencode([('query', EXAMPLE)])}", "text/csv"),
        )
        return Result(HTML, page)

    return await respond(request, "/api", make)


def _entry(question: queries.Query, origin: str) -> dict[str, Any]:
    """Return what the page shows of a question: its address, calls with curl, and formats."""
    form, path = form_of(question), f"/queries/{question.id}"
    first, *others = negotiation.types_for(form)
    values = [
        (param.name, param.example)
        for param in question.params
        if param.example is not None and (param.required or param.example != param.default)
    ]
    hrefs = [] if any(param.required for param in question.params) else [(path, first)]
    if values:
        hrefs.append((f"{path}?{urlencode(values)}", "text/csv" if "text/csv" in others else first))
    formats = ((name, f"{path}?{urlencode([*values, ('format', name)])}") for name in negotiation.names(form))
    examples = [(href, _curl(origin + href, accept)) for href, accept in hrefs]
    return {"query": question, "path": path, "examples": examples, "formats": list(formats)}


def _curl(url: str, accept: str) -> str:
    return f"curl -H {shlex.quote(f'Accept: {accept}')} {shlex.quote(url)}"
