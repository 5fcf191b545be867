"""Answers on their way out: headers, conditional requests, HEAD, compression, and problems in the asked format."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, MutableMapping
from typing import Any, Final

from cpgraph.web import problems
from cpgraph.web.cache import Result
from cpgraph.web.negotiate import accepts_gzip
from cpgraph.web.problems import Problem
from cpgraph.web.request import Scope, Send, header
from cpgraph.web.templating import Pages

POLICY: Final = (
    b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    b"frame-ancestors 'none'"
)
"""What a page may load, unless it says so itself: no script at all."""

Headers = list[tuple[bytes, bytes]]

_CHUNK: Final = 1 << 18
_EVER_SAME: Final = b"public, no-cache"  # kept, and asked for again with its entity tag
_VARY: Final = (b"vary", b"Accept, Accept-Encoding")


async def send_result(scope: Scope, send: Send, found: Result, *, is_volatile: bool = False) -> int:
    """Send a result, or 304 when the client has it; gives the status."""
    packed = await _packed(found) if accepts_gzip(header(scope, b"accept-encoding")) else None
    etag = f'"{found.etag}{"-gzip" if packed else ""}"'
    headers: Headers = [_VARY]
    if found.rows is not None:
        headers.append((b"cpgraph-rows", b"%d" % found.rows))
        headers.append((b"cpgraph-rows-shown", b"%d" % (found.shown or 0)))
    if is_volatile:
        headers.append((b"cache-control", b"no-store"))
    else:
        scope["state"]["is_kept"] = True  # the same request may get the same bytes again
        headers += [(b"etag", etag.encode()), (b"cache-control", _EVER_SAME)]
        if scope["method"] in ("GET", "HEAD") and _matches(header(scope, b"if-none-match"), etag):
            await send({"type": "http.response.start", "status": 304, "headers": headers})
            await send({"type": "http.response.body", "body": b""})
            return 304
    headers.append((b"content-type", found.content_type.encode()))
    content = found.body
    if packed:
        content = packed
        headers.append((b"content-encoding", b"gzip"))
    await send_body(scope, send, 200, headers, content)
    return 200


async def _packed(found: Result) -> bytes | None:
    if found.is_slow_to_gzip:
        return await asyncio.to_thread(lambda: found.gzipped)
    return found.gzipped


async def send_problem(scope: Scope, send: Send, problem: Problem, pages: Pages) -> int:
    """Send a problem as JSON, text or a page, as the Accept header has it; gives the status."""
    content_type, content = problems.body(problem, header(scope, b"accept"))
    if content is None:
        await pages.ready()
        content = pages.problem(problem, scope["state"].get("query"))
    headers: Headers = [
        (b"vary", b"Accept"),
        (b"content-type", content_type.encode()),
        (b"cache-control", b"no-store"),
    ]
    headers += _encoded(problem.headers)
    await send_body(scope, send, problem.status, headers, content)
    return problem.status


async def send_body(scope: Scope, send: Send, status: int, headers: Headers, content: bytes) -> None:
    """Send a whole answer, in pieces when it is large so that a slow reader holds little of it twice."""
    headers.append((b"content-length", str(len(content)).encode()))
    await send({"type": "http.response.start", "status": status, "headers": headers})
    if scope["method"] == "HEAD":
        content = b""
    for start in range(0, len(content), _CHUNK):
        piece = content[start : start + _CHUNK] if len(content) > _CHUNK else content
        more = start + _CHUNK < len(content)
        await send({"type": "http.response.body", "body": piece, "more_body": more})
    if not content:
        await send({"type": "http.response.body", "body": b""})


async def send_options(send: Send, methods: tuple[str, ...]) -> int:
    """Answer OPTIONS, and the preflight requests of browsers."""
    allowed = ", ".join(methods).encode()
    headers: Headers = [
        (b"allow", allowed),
        (b"access-control-allow-methods", allowed),
        (b"access-control-allow-headers", b"Accept, Content-Type, If-None-Match"),
        (b"access-control-max-age", b"86400"),
        (b"content-length", b"0"),
    ]
    await send({"type": "http.response.start", "status": 204, "headers": headers[:-1]})
    await send({"type": "http.response.body", "body": b""})
    return 204


def method_problem(method: str, methods: tuple[str, ...]) -> Problem:
    """Make the problem of a method that is not allowed."""
    allowed = ", ".join(methods)
    return Problem("method-not-allowed", f"{method} is not among {allowed}.", headers={"Allow": allowed})


def _encoded(headers: Mapping[str, str]) -> Headers:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


def _matches(given: str | None, etag: str) -> bool:
    """Compare as RFC 9110 has it for If-None-Match (weakly); any of our codings of the result will do."""
    if given is None:
        return False
    tags = {tag.strip().removeprefix("W/") for tag in given.split(",")}
    return etag in tags or "*" in tags


def with_headers(send: Send, extra: Headers) -> Send:
    """Add headers to what is sent."""

    async def sending(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *extra]
        await send(message)

    return sending
