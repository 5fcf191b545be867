"""The service as an OpenAPI 3.1 document, made from the query files, the formats, the problems and the limits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

import cpgraph
from cpgraph.queries import MAX_VALUE, PATTERNS, Param, Query
from cpgraph.web import formats, problems, schemas
from cpgraph.web.linked.finding import FACETS
from cpgraph.web.query import Form
from cpgraph.web.request import FORM, QUERY
from cpgraph.web.settings import Settings
from cpgraph.web.tokens import tokenize

Json = dict[str, Any]

TYPE: Final = "application/vnd.oai.openapi+json;version=3.1"
EXAMPLE: Final = "SELECT DISTINCT ?class { ?thing a ?class } ORDER BY ?class"
_FORMS: Final[tuple[Form, ...]] = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_READS: Final = (400, 404, 405, 406, 414, 431, 500, 501, 503)  # what any call that reads may end in
_EVALUATES: Final = (422, 429, 502)  # what a call that evaluates a query may end in besides
_KINDS: Final = {
    "iri": "an IRI: whole, with a prefix of the project, or relative to its base",
    "string": "text",
    "integer": "a whole number",
    "decimal": "a decimal number",
    "year": "a year of four digits",
}


def document(examples: Mapping[str, Query], settings: Settings) -> Json:
    """Describe every call of the service."""
    paths: Json = {f"/queries/{query.id}": {"get": _example(query)} for query in examples.values()}
    paths |= {
        "/sparql": {"get": _sparql_get(), "post": _sparql_post()},
        "/search": {"get": _search()},
        "/healthz": {"get": _health()},
        "/metrics": {"get": _metrics()},
        "/openapi.json": {"get": _itself()},
    }
    tags = list(dict.fromkeys(tag for query in examples.values() for tag in query.tags))
    return {
        "openapi": "3.1.1",
        "info": {
            "title": "cpgraph",
            "version": cpgraph.__version__,
            "summary": "Sentencing statistics as linked data",
            "description": _about(settings),
            "license": {"name": "CC0 1.0 (the data)", "identifier": "CC0-1.0"},
        },
        "servers": [{"url": "/", "description": "The service that gave this document"}],
        "externalDocs": {"url": "/api", "description": "The same calls on a page"},
        "tags": [{"name": name} for name in ("sparql", "service", *sorted(tags))],
        "paths": paths,
        "components": {
            "schemas": schemas.SCHEMAS,
            "headers": schemas.HEADERS,
            "responses": {"304": schemas.UNCHANGED}
            | {str(status): _problem(status) for status in _statuses()},
        },
    }


def form_of(query: Query) -> Form:
    """Give the form of a query whose text is known to parse."""
    words = (token.text.upper() for token in tokenize(query.text) if token.kind == "word")
    return next(form for word in words for form in _FORMS if word == form)


def media_types(query: Query) -> list[str]:
    """Give the types its result can be had in, the first one by default."""
    return list(formats.types_for(form_of(query)))


def names(form: Form) -> list[str]:
    """Give what `format=` may say of the result of a form."""
    offers = formats.types_for(form)
    return [name for name, types in formats.NAMES.items() if any(kind in offers for kind in types)]


def call(query: Query) -> list[tuple[str, str]]:
    """Give the parameters of an example call: those that have no default, as the query file exemplifies them."""
    return [
        (param.name, param.example)
        for param in query.params
        if param.example is not None and (param.required or param.example != param.default)
    ]


def _about(settings: Settings) -> str:
    size, memory = (f"{number / 2**20:g} MiB" for number in (settings.max_bytes, settings.memory))
    return (
        "Questions that the data answer, each at an address of its own, and SPARQL for all others. "
        "The service only reads. The Accept header chooses the format of an answer; the parameter `format` wins "
        "over it. Answers have strong entity tags. A result is whole or it is a problem (RFC 9457); it is never cut: "
        f"a query may run {settings.time_limit:g} seconds and take {memory} of memory, and its result may have "
        f"{settings.max_rows:,} rows and {size}. HEAD and OPTIONS are answered everywhere."
    )


def _example(query: Query) -> Json:
    form = form_of(query)
    shown: Json = {
        "operationId": query.id,
        "summary": query.question or query.summary,
        "description": "\n\n".join(
            part for part in (f"{query.summary}.", query.description, _columns(query)) if part
        ),
        "parameters": [*map(_parameter, query.params), _format(names(form))],
        "responses": _responses(_content(form, query.returns), (*_READS, *_EVALUATES)),
    }
    return shown | ({"tags": list(query.tags)} if query.tags else {})


def _columns(query: Query) -> str:
    return f"Columns: {', '.join(f'`{name}`' for name in query.returns)}." if query.returns else ""


def _parameter(param: Param) -> Json:
    told = f"{param.label}: {_KINDS[param.type]}."
    shown: Json = {
        "name": param.name,
        "in": "query",
        "required": param.required,
        "description": f"{told} {param.description}".strip(),
        "schema": schema(param),
    }
    example = param.example or param.default
    return shown if example is None else shown | {"example": example}


def schema(param: Param) -> Json:
    """Describe the values of a parameter; an empty one stands for the default."""
    pattern = PATTERNS[param.type]
    shown: Json = {
        "type": "string",
        "maxLength": MAX_VALUE,
        "pattern": f"^(?:{pattern})$" if param.required else f"^(?:{pattern})?$",
    }
    if param.type == "decimal":
        shown["format"] = "decimal"
    if param.default is not None:
        shown["default"] = param.default
    return shown


def _format(offered: list[str]) -> Json:
    return {
        "name": "format",
        "in": "query",
        "required": False,
        "description": "The format of the answer; it wins over the Accept header.",
        "schema": {"type": "string", "enum": offered},
    }


def _content(form: Form, columns: Iterable[str] = ()) -> Json:
    table = schemas.columns(columns)
    kinds: dict[str, Json] = {"application/sparql-results+json": table}
    if form in ("SELECT", "ASK"):
        kinds["application/json"] = table
    else:
        kinds |= {"application/json": {}, "application/ld+json": {}}
    return {name: {"schema": kinds.get(name, {"type": "string"})} for name in formats.types_for(form)}


def _responses(content: Json, statuses: Iterable[int], told: str = "The result") -> Json:
    shown: Json = {
        "200": {
            "description": told,
            "headers": {
                name: {"$ref": f"#/components/headers/{name}"} for name in ("ETag", "Vary", "Cpgraph-Rows")
            },
            "content": content,
        },
        "304": {"$ref": "#/components/responses/304"},
    }
    return shown | {str(status): {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}


def _statuses() -> list[int]:
    return sorted({status for status, _ in problems.KINDS.values()})


def _problem(status: int) -> Json:
    kinds = [(name, title) for name, (code, title) in problems.KINDS.items() if code == status]
    shown: Json = {
        "description": "; ".join(f"{title} (`{name}`)" for name, title in kinds),
        "content": {
            name: {
                "schema": {"$ref": "#/components/schemas/Problem"} if "json" in name else {"type": "string"}
            }
            for name in problems.PROBLEM_TYPES
        },
    }
    if status in (429, 503):
        shown["headers"] = {"Retry-After": {"$ref": "#/components/headers/Retry-After"}}
    if status == 405:
        shown["headers"] = {"Allow": {"$ref": "#/components/headers/Allow"}}
    return shown


def _graphs() -> list[Json]:
    about = {
        "default-graph-uri": "A graph of the default graph; all are read when no graph is named.",
        "named-graph-uri": "A graph that GRAPH may name.",
    }
    shape = {"type": "array", "items": {"$ref": "#/components/schemas/Graph"}}
    return [
        {"name": name, "in": "query", "description": text, "schema": shape, "explode": True}
        for name, text in about.items()
    ]


_QUERY: Final[Json] = {
    "name": "query",
    "in": "query",
    "required": False,
    "description": "One SPARQL 1.1 query. Without it a browser gets an editor, and who asks for RDF the "
    "description of the service.",
    "schema": {"type": "string"},
    "example": EXAMPLE,
}


def _all_content() -> Json:
    merged: Json = {}
    for form in _FORMS:
        merged |= {name: {"schema": {}} for name in _content(form)}
    return merged


def _sparql_get() -> Json:
    return {
        "operationId": "sparql-get",
        "summary": "Evaluate a query (SPARQL 1.1 Protocol, query via GET)",
        "tags": ["sparql"],
        "parameters": [_QUERY, *_graphs(), _format(list(formats.NAMES))],
        "responses": _responses(_all_content(), (403, *_READS, *_EVALUATES)),
    }


def _sparql_post() -> Json:
    graphs = {"type": "array", "items": {"$ref": "#/components/schemas/Graph"}}
    form = {
        "type": "object",
        "required": ["query"],
        "properties": {
            "query": {"type": "string"},
            "default-graph-uri": graphs,
            "named-graph-uri": graphs,
            "format": {"type": "string", "enum": list(formats.NAMES)},
        },
    }
    example = {"example": EXAMPLE}
    return {
        "operationId": "sparql-post",
        "summary": "Evaluate a query (SPARQL 1.1 Protocol, query via POST, as a form or directly)",
        "tags": ["sparql"],
        "parameters": [*_graphs(), _format(list(formats.NAMES))],
        "requestBody": {
            "required": True,
            "content": {
                FORM: {"schema": form, "example": {"query": EXAMPLE}},
                QUERY: {"schema": {"type": "string"}} | example,
            },
        },
        "responses": _responses(_all_content(), (403, 408, 413, 415, *_READS, *_EVALUATES)),
    }


def _search() -> Json:
    words = {"type": "string"}
    page = {"type": "string", "pattern": "^(?:[1-9][0-9]{0,5})?$"}
    about = {"q": "Words of a name or definition, or a value as printed."}
    about |= dict.fromkeys(FACETS, "Only what this facet, as the search page offers it, holds.")
    about["page"] = "Which page of the results."
    parameters = [
        {"name": name, "in": "query", "description": text, "schema": page if name == "page" else words}
        for name, text in about.items()
    ]
    return {
        "operationId": "search",
        "summary": "Search the names of things, definitions, and values as printed",
        "tags": ["service"],
        "parameters": parameters,
        "responses": _responses({"text/html": {"schema": words}}, _READS, "A page of results"),
    }


def _health() -> Json:
    return {
        "operationId": "health",
        "summary": "Say whether queries can be answered",
        "tags": ["service"],
        "responses": _responses(
            {"application/json": {"schema": {"$ref": "#/components/schemas/Health"}}}, _READS, "They can"
        ),
    }


def _metrics() -> Json:
    return {
        "operationId": "metrics",
        "summary": "Give the counters of the service, in the format of Prometheus",
        "tags": ["service"],
        "responses": _responses({"text/plain": {"schema": {"type": "string"}}}, _READS, "The counters"),
    }


def _itself() -> Json:
    content = {name: {"schema": {"type": "object"}} for name in ("application/json", TYPE.partition(";")[0])}
    return {
        "operationId": "openapi",
        "summary": "Give this document",
        "tags": ["service"],
        "responses": _responses(content, _READS, "This document"),
    }
