"""What all routers share: the parts of the service, the parameters of a request, and how an answer is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Final
from urllib.parse import parse_qsl

from fastapi import Depends, Request, Response

from cpgraph.queries import Query
from cpgraph.web.engine.base import Engine
from cpgraph.web.engine.cache import Make, Result, ResultCache
from cpgraph.web.negotiation import negotiate, weights
from cpgraph.web.problems import PROBLEM_TYPES, Problem
from cpgraph.web.settings import Settings
from cpgraph.web.templating import Templates

HTML: Final = "text/html; charset=utf-8"
POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a page may load, unless it says so itself: no script at all."""

_AS_UTF_8: Final = "Send the text as UTF-8."
_AUTHORITY: Final = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_BAD_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Service:
    """The parts that the routes of one service share."""

    settings: Settings
    engine: Engine
    results: ResultCache
    templates: Templates
    queries: Mapping[str, Query]


async def _service(request: Request) -> Service:
    service: Service = request.app.state.service
    return service


async def _parameters(request: Request) -> list[tuple[str, str]]:
    query, limit = request.scope["query_string"], request.app.state.service.settings.url_bytes
    size = len(query) + len(request.scope.get("raw_path") or request.scope["path"])
    if size > limit:
        detail = f"It has {size:,} bytes; at most {limit:,} are read."
        raise Problem("url-too-long", detail, "Send a query by POST.")
    return pairs(query, "the address")


STRICT: Final = Depends(_parameters)
"""Refuses an address that is too long, or whose parameters cannot be decoded."""
Served = Annotated[Service, Depends(_service)]
Parameters = Annotated[list[tuple[str, str]], STRICT]


def pairs(content: bytes, where: str) -> list[tuple[str, str]]:
    """Decode `application/x-www-form-urlencoded`, once and strictly. Raises `Problem`.

    >>> pairs(b"query=100%2525&x=a+b", "the address")
    [('query', '100%25'), ('x', 'a b')]
    """
    if _BAD_ESCAPE.search(content):
        detail = f"A percent sign in {where} is not followed by two hexadecimal digits."
        raise Problem("malformed-request", detail, "Write a percent sign itself as %25.")
    try:
        return parse_qsl(text(content, where), keep_blank_values=True, errors="strict")
    except UnicodeDecodeError:
        raise Problem("malformed-request", f"A value in {where} is not UTF-8.", _AS_UTF_8) from None


def once(parameters: Sequence[tuple[str, str]]) -> dict[str, str]:
    """Return parameters that may be given once each. Raises `Problem`."""
    names = [name for name, _ in parameters]
    for name in names:
        if names.count(name) > 1:
            raise Problem("doubled-parameter", f"The parameter {name} is given {names.count(name)} times.")
    return dict(parameters)


def text(content: bytes, where: str) -> str:
    """Read UTF-8. Raises `Problem`."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"Byte {error.start + 1} of {where} is not UTF-8."
        raise Problem("malformed-request", detail, _AS_UTF_8) from None


def origin(request: Request) -> str:
    """Return the scheme, host and port that a request names as ours. Raises `Problem`."""
    host = request.headers.get("host") or "localhost"
    if not _AUTHORITY.fullmatch(host):
        raise Problem("malformed-request", f"The header Host is {host!r}, which is no name of a host.")
    return f"{request.scope['scheme']}://{host}"


def accept_of(request: Request) -> str | None:
    """Return the Accept header, several of them joined as a list (RFC 9110, section 5.3)."""
    values = request.headers.getlist("accept")
    return ",".join(values) if values else None


async def respond(
    request: Request, key: Hashable | None, make: Make, headers: Mapping[str, str] | None = None
) -> Response:
    """Return the response with a kept result, or one that is made now."""
    result = await request.app.state.service.results.get(request, key, make)
    return await send(request, result, headers)


async def send(
    request: Request,
    result: Result,
    headers: Mapping[str, str] | None = None,
    *,
    is_volatile: bool = False,
) -> Response:
    """Return the response with a result: 304 when the client has it, 206 for a part, packed where that helps."""
    told = {"Vary": "Accept, Accept-Encoding", **result.headers, **(headers or {})}
    body, status = result.body, 200
    wants_part = "range" in request.headers
    if not wants_part and _likes_gzip(request) and (packed := await result.gzipped()):
        body, told["Content-Encoding"] = packed, "gzip"
    if is_volatile:
        told["Cache-Control"] = "no-store"
    else:
        tag = f'"{result.etag}{"" if body is result.body else "-gzip"}"'
        told |= {"ETag": tag, "Cache-Control": "public, no-cache", "Accept-Ranges": "bytes"}
        if request.method == "GET" and _has(request.headers.get("if-none-match", ""), tag):
            told.pop("Content-Encoding", None)
            return Response(status_code=304, headers=told)
        if wants_part and (part := _part(request, tag, len(body))) is not None:
            told["Content-Range"] = f"bytes {part.start}-{part.stop - 1}/{len(body)}"
            body, status = body[part.start : part.stop], 206
    return Response(body, status, {**told, "Content-Type": result.content_type})


async def send_problem(request: Request, problem: Problem) -> Response:
    """Return the response with a problem, as JSON, text or a page; its kind is the outcome in the log."""
    request.state.outcome = problem.kind
    kind = negotiate(accept_of(request), PROBLEM_TYPES) or PROBLEM_TYPES[0]
    if kind == "text/html":
        kind, templates = HTML, request.app.state.service.templates
        await templates.ready()
        body = templates.problem(problem, request.scope["state"].get("query"))
    elif kind == "text/plain":
        kind, body = "text/plain; charset=utf-8", problem.text().encode()
    else:
        body = json.dumps(problem.document(), ensure_ascii=False, indent=1).encode() + b"\n"
    headers = {"Vary": "Accept", "Content-Type": kind, "Cache-Control": "no-store", **problem.headers}
    return Response(body, problem.status, headers)


def see_other(location: str, headers: Mapping[str, str] | None = None) -> Response:
    """Return a redirect to a document about what was asked for."""
    told = {"Location": location, "Vary": "Accept", "Cache-Control": "public, no-cache", **(headers or {})}
    return Response(f"See {location}\n", 303, told, "text/plain")


def described(content: Mapping[str, Any], told: str) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of a call that succeeds, from the schema of each media type."""
    schemas = {name: {"schema": schema} for name, schema in content.items()}
    same = {"description": "The client has this representation already: If-None-Match names its ETag"}
    return {200: {"description": told, "content": schemas}, 304: same}


def _likes_gzip(request: Request) -> bool:
    """Say whether a client takes gzip, and likes it no less than no coding at all."""
    liked = weights(request.headers.get("accept-encoding", ""))
    gzip = liked.get("gzip", liked.get("x-gzip", liked.get("*", 0.0)))
    return gzip > 0 and gzip >= liked.get("identity", 0.0)


def _has(given: str, tag: str) -> bool:
    """Compare entity tags as RFC 9110 has it for If-None-Match, weakly."""
    tags = {item.strip().removeprefix("W/") for item in given.split(",")}
    return tag in tags or "*" in tags


def _part(request: Request, tag: str, size: int) -> range | None:
    """Return the bytes that a Range header names, None for the whole. Raises `Problem` when there are none."""
    found = _RANGE.fullmatch(request.headers["range"])
    if found is None or request.method != "GET" or request.headers.get("if-range", tag) != tag:
        return None
    first, last = (int(number) if number else None for number in found.groups())
    if first is None:
        first, last = size - min(size, last or 0), None
    stop = size if last is None else min(last + 1, size)
    if last is not None and last < first:
        return None
    if first >= size:
        headers = {"Content-Range": f"bytes */{size}"}
        raise Problem("range-not-satisfiable", f"The document has {size:,} bytes.", headers=headers)
    return range(first, stop)
