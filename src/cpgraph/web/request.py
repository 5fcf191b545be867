"""A SPARQL Protocol request, read strictly: one query at most, graphs, a format; anything doubtful is refused."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import unquote_to_bytes

from cpgraph.store import Dataset
from cpgraph.web import formats
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

METHODS: Final = ("GET", "HEAD", "OPTIONS", "POST")
FORM: Final = "application/x-www-form-urlencoded"
QUERY: Final = "application/sparql-query"
UPDATE: Final = "application/sparql-update"

_BAD_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_AUTHORITY: Final = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_MEDIA: Final = re.compile(r"\s*([^\s;,]+)\s*((?:;[^;]*)*)")
_IRI: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|^`\\]*")
_READ_ONLY: Final = "This service only reads. Ask with SELECT, ASK, CONSTRUCT or DESCRIBE."


@dataclass(frozen=True, slots=True)
class ProtocolRequest:
    """What a request asks: the query (None when there is none), its dataset, and the `format` it names (or "")."""

    query: str | None
    dataset: Dataset
    format: str
    example: str | None = None


async def read(scope: Scope, receive: Receive, settings: Settings) -> ProtocolRequest:
    """Read a GET, HEAD or POST request. Raises `Problem`."""
    target = len(scope["query_string"]) + len(scope.get("raw_path") or scope["path"])
    if target > settings.url_bytes:
        detail = f"It has {target:,} bytes; at most {settings.url_bytes:,} are read."
        raise Problem("url-too-long", detail, f"Send the query by POST as {QUERY}.")
    parameters = pairs(scope["query_string"], "the address")
    if scope["method"] != "POST":
        return _request(parameters)
    media_type = _media_type(scope)
    if media_type == UPDATE:
        raise Problem("update-refused", "The body is an update.", _READ_ONLY)
    content = await body(scope, receive, settings)
    if media_type == FORM:
        return _request(parameters + pairs(content, "the body"), is_posted=True)
    if any(name == "query" for name, _ in parameters):
        raise Problem("doubled-parameter", "There is a query in the address and one in the body.")
    return _request([*parameters, ("query", _text(content, "the body"))], is_posted=True)


def header(scope: Scope, name: bytes) -> str | None:
    """Give a header, several of one name joined as a list (RFC 9110, section 5.3)."""
    values = [value for key, value in scope["headers"] if key == name]
    return b",".join(values).decode("latin-1") if values else None


def authority(scope: Scope) -> str:
    """Give the host and port that a request names as ours. Raises `Problem`."""
    named = header(scope, b"host") or "localhost"
    if not is_authority(named):
        raise Problem("malformed-request", f"The header Host is {named!r}, which is no name of a host.")
    return named


def is_authority(named: str) -> bool:
    """Say whether a text is the name or address of a host, with or without a port."""
    return _AUTHORITY.fullmatch(named) is not None


def client(scope: Scope) -> str:
    """Name the client of a request, by its address."""
    return str(scope["client"][0]) if scope.get("client") else ""


def pairs(content: bytes, where: str) -> list[tuple[str, str]]:
    """Decode `application/x-www-form-urlencoded`, once and strictly.

    >>> pairs(b"query=100%2525&x=a+b", "the address")
    [('query', '100%25'), ('x', 'a b')]
    """
    if _BAD_ESCAPE.search(content):
        detail = f"A percent sign in {where} is not followed by two hexadecimal digits."
        raise Problem("malformed-request", detail, "Write a percent sign itself as %25.")
    parts = (part.replace(b"+", b" ").partition(b"=") for part in content.split(b"&") if part)
    return [(_decoded(name, where), _decoded(value, where)) for name, _, value in parts]


def _decoded(piece: bytes, where: str) -> str:
    return _text(unquote_to_bytes(piece) if b"%" in piece else piece, where)


def _text(content: bytes, where: str) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        detail = f"Byte {error.start + 1} of {where} is not UTF-8."
        raise Problem("malformed-request", detail, "Send the text as UTF-8.") from None


def _media_type(scope: Scope) -> str:
    given = header(scope, b"content-type")
    offered = f"Send it as {QUERY}, or as {FORM} with the parameter query."
    if given is None:
        raise Problem("unsupported-media-type", "The request has no Content-Type.", offered)
    found = _MEDIA.fullmatch(given)
    media_type = found[1].lower() if found else ""
    if media_type not in (FORM, QUERY, UPDATE):
        raise Problem("unsupported-media-type", f"The Content-Type is {given!r}.", offered)
    for parameter in (found[2] if found else "").split(";"):
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset" and value.strip().strip('"').lower() not in ("utf-8", "utf8"):
            detail = f"The body is said to be in {value.strip()}; only UTF-8 is read."
            raise Problem("unsupported-media-type", detail, "Send the text as UTF-8.")
    coding = header(scope, b"content-encoding")
    if coding is not None and coding.strip().lower() not in ("", "identity"):
        detail = f"The body is coded as {coding}."
        raise Problem("unsupported-media-type", detail, "Send it without a content coding.")
    return media_type


async def body(scope: Scope, receive: Receive, settings: Settings) -> bytes:
    """Read a request body up to the limits of size and time."""
    length = header(scope, b"content-length")
    if (
        length is not None
        and length.isascii()
        and length.isdecimal()
        and int(length[:20]) > settings.request_bytes
    ):
        raise _too_large(settings.request_bytes)
    content = bytearray()
    try:
        async with asyncio.timeout(settings.body_time):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Problem("malformed-request", "The request ended before its body did.")
                content += message.get("body", b"")
                if len(content) > settings.request_bytes:
                    raise _too_large(settings.request_bytes)
                if not message.get("more_body", False):
                    return bytes(content)
    except TimeoutError:
        detail = f"Its body took more than {settings.body_time:g} seconds."
        raise Problem("request-too-slow", detail, headers={"Connection": "close"}) from None


def _too_large(limit: int) -> Problem:
    detail = f"A request body may have {limit:,} bytes."
    return Problem("request-too-large", detail, "Shorten the query.")


def _request(parameters: list[tuple[str, str]], *, is_posted: bool = False) -> ProtocolRequest:
    names = [name for name, _ in parameters]
    for name in ("update", "using-graph-uri", "using-named-graph-uri"):
        if name in names:
            raise Problem("update-refused", f"The parameter {name} belongs to an update.", _READ_ONLY)
    for name in ("query", "example"):
        if names.count(name) > 1:
            raise Problem("doubled-parameter", f"The parameter {name} is given {names.count(name)} times.")
    single = dict(parameters)
    default = tuple(value for name, value in parameters if name == "default-graph-uri")
    named = tuple(value for name, value in parameters if name == "named-graph-uri")
    for graph in (*default, *named):
        if not _IRI.fullmatch(graph):
            raise Problem("malformed-request", f"The graph {graph!r} is not named by a whole IRI.")
    if is_posted and "query" not in single:
        raise Problem("missing-query", "The request has no parameter query.", "Send one query.")
    dataset = Dataset(default, named) if default or named else Dataset()
    wanted = formats.agree([value for name, value in parameters if name == "format" and value])
    return ProtocolRequest(single.get("query"), dataset, wanted, single.get("example"))
