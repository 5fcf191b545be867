"""The shapes of answers that are JSON, and the headers of all answers, as the OpenAPI document refers to them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Final

from cpgraph.web import problems

Json = dict[str, Any]

_TEXT: Final[Json] = {"type": "string"}
_COUNT: Final[Json] = {"type": "integer", "minimum": 1}

SCHEMAS: Final[Json] = {
    "Graph": {
        "type": "string",
        "format": "iri",
        "description": "The whole IRI of a named graph of the data",
    },
    "Term": {
        "type": "object",
        "description": "An RDF term",
        "required": ["type", "value"],
        "properties": {
            "type": {"enum": ["uri", "literal", "bnode", "triple"]},
            "value": {"type": ["string", "object"]},
            "xml:lang": _TEXT,
            "datatype": _TEXT,
        },
    },
    "Result": {
        "type": "object",
        "description": "SPARQL 1.1 Query Results JSON",
        "required": ["head"],
        "properties": {
            "head": {
                "type": "object",
                "properties": {"vars": {"type": "array", "items": _TEXT}},
            },
            "results": {
                "type": "object",
                "required": ["bindings"],
                "properties": {
                    "bindings": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "additionalProperties": {"$ref": "#/components/schemas/Term"},
                        },
                    }
                },
            },
            "boolean": {"type": "boolean"},
        },
    },
    "Problem": {
        "type": "object",
        "description": "What is wrong, where, and what to do next (RFC 9457)",
        "required": ["type", "title", "status", "detail"],
        "properties": {
            "type": {"type": "string", "format": "uri", "description": "The kind of problem"},
            "title": {"enum": [title for _, title in problems.KINDS.values()]},
            "status": {"enum": sorted({status for status, _ in problems.KINDS.values()})},
            "detail": _TEXT,
            "next": {"type": "string", "description": "What to do next"},
            "line": _COUNT,
            "column": _COUNT,
            "excerpt": {
                "type": "string",
                "description": "The line of the query, with a caret under the place",
            },
            "offered": {"type": "array", "items": _TEXT, "description": "The media types that are offered"},
            "limit": {"type": "integer"},
            "unit": _TEXT,
        },
    },
    "Health": {
        "type": "object",
        "required": ["status", "triples", "data"],
        "properties": {
            "status": {"const": "ok"},
            "triples": {"type": "integer", "minimum": 0},
            "data": {"type": "string", "description": "The SHA-256 of the data that are served"},
        },
    },
}

HEADERS: Final[Json] = {
    "ETag": {"description": "The entity tag; with If-None-Match it saves a transfer", "schema": _TEXT},
    "Vary": {"description": "What chose among the representations", "schema": _TEXT},
    "Cpgraph-Rows": {
        "description": "How many rows or triples the result has; only of results of queries",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "Retry-After": {
        "description": "The seconds after which to try again",
        "schema": {"type": "string", "pattern": "^[0-9]+$"},
    },
    "Allow": {"description": "The methods that are allowed", "schema": _TEXT},
}

UNCHANGED: Final[Json] = {"description": "The client has this representation already"}


def columns(names: Iterable[str]) -> Json:
    """Describe a result table with these columns."""
    table: Json = {"$ref": "#/components/schemas/Result"}
    known = list(names)
    if not known:
        return table
    head = {"type": "object", "properties": {"vars": {"const": known}}, "required": ["vars"]}
    return {"allOf": [table, {"properties": {"head": head}, "required": ["results"]}]}
