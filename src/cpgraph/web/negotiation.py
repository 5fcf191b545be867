"""What a request asks for: its parameters, and the media type of its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Final

from fastapi import Depends, Request

from cpgraph.results import Format
from cpgraph.web.problems import PROBLEM_TYPES, Problem, ProblemDocument

TABLE_TYPES: Final[Mapping[str, Format]] = {
    "application/sparql-results+json": "json",
    "application/json": "json",
    "application/sparql-results+xml": "xml",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/html": "page",
}
GRAPH_TYPES: Final[Mapping[str, Format]] = {
    "text/turtle": "turtle",
    "application/n-triples": "ntriples",
    "text/plain": "ntriples",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/rdf+xml": "rdfxml",
    "application/trig": "trig",
    "application/n-quads": "nquads",
    "text/html": "page",
}
_NAMED: Final = {
    "text/html": "html",
    "application/sparql-results+json": "json srj",
    "application/sparql-results+xml": "xml srx",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "text/turtle": "ttl turtle n3",
    "application/n-triples": "nt ntriples",
    "application/ld+json": "jsonld json-ld json",
    "application/rdf+xml": "rdf rdf+xml xml",
    "application/trig": "trig",
    "application/n-quads": "nq",
    "image/svg+xml": "svg",
    "image/png": "png",
}
NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    name: tuple(media_type for media_type, given in _NAMED.items() if name in given.split())
    for name in " ".join(_NAMED.values()).split()
}
"""What `format=` may say besides media types; a name that fits tables and graphs stands for one type of each."""

_AS_UTF_8: Final = "Send the text as UTF-8."
_AUTHORITY: Final = re.compile(r"(?:[A-Za-z0-9._~-]+|\[[0-9A-Fa-f:.]+\])(?::[0-9]{1,5})?")
_BAD_ESCAPE: Final = re.compile(rb"%(?![0-9A-Fa-f]{2})")
_MEMBER: Final = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*+(?:"|\\?$))++', re.DOTALL)
_RANGE: Final = re.compile(r"\s*([^\s;,/\"]+(?:/[^\s;,/\"]+)?)\s*(;.*)?", re.DOTALL)
_WEIGHT: Final = re.compile(r";\s*q\s*=\s*([^\s;]*)")
_QUALITY: Final = re.compile(r"0(?:\.[0-9]{0,3})?|1(?:\.0{0,3})?")


def parameters(request: Request) -> list[tuple[str, str]]:
    """Return the parameters of an address. Raises `Problem` when it is too long or cannot be decoded."""
    query, limit = request.scope["query_string"], request.app.state.service.settings.url_bytes
    size = len(query) + len(request.scope.get("raw_path") or request.scope["path"])
    if size > limit:
        detail = f"It has {size:,} bytes; at most {limit:,} are read."
        raise Problem("url-too-long", detail, "Send a query by POST.")
    return pairs(query, "the address")


async def _parameters(request: Request) -> list[tuple[str, str]]:
    return parameters(request)


STRICT: Final = Depends(_parameters)
Parameters = Annotated[list[tuple[str, str]], STRICT]


def pairs(content: bytes, where: str) -> list[tuple[str, str]]:
    """Decode `application/x-www-form-urlencoded`, once and strictly. Raises `Problem`.

    >>> pairs(b"query=100%2525&x=a+b", "the address")
    [('query', '100%25'), ('x', 'a b')]
    """
    if _BAD_ESCAPE.search(content):
        detail = f"A percent sign in {where} is not followed by two hexadecimal digits."
        raise Problem("malformed-request", detail, "Write a percent sign itself as %25.")
    fields = (field.partition(b"=") for field in content.replace(b"+", b" ").split(b"&") if field)
    return [(_unquoted(name, where), _unquoted(value, where)) for name, _, value in fields]


def _unquoted(content: bytes, where: str) -> str:
    if b"%" in content:  # by a codec in C: queries have hundreds of escapes
        escaped = content.replace(b"\\", rb"\\").replace(b"%", rb"\x")
        content = escaped.decode("unicode_escape").encode("latin-1")
    return text(content, f"a value in {where}")


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
        raise Problem("malformed-request", f"The header Host is {host!r}, which is not the name of a host.")
    return f"{request.scope['scheme']}://{host}"


def accept_of(request: Request) -> str | None:
    """Return the Accept header, several of them joined as a list (RFC 9110, section 5.3)."""
    values = request.headers.getlist("accept")
    return ",".join(values) if values else None


def weights(header: str) -> dict[str, float]:
    """Return the members of an Accept or Accept-Encoding header with their weights.

    Parameters but the weight are passed over, and so is a member that breaks the grammar.

    >>> weights('Text/CSV;q=0.5, application/ld+json;profile="a,b", x/y;q=1.5, rubb"ish')
    {'text/csv': 0.5, 'application/ld+json': 1.0}
    """
    found: dict[str, float] = {}
    for member in _MEMBER.findall(header.lower()):
        parts = _RANGE.fullmatch(member)
        weight = _WEIGHT.search(parts[2] or "") if parts else None
        if parts and (weight is None or _QUALITY.fullmatch(weight[1])):
            found[parts[1]] = max(found.get(parts[1], 0.0), float(weight[1]) if weight else 1.0)
    return found


def negotiate(accept: str | None, offers: Sequence[str]) -> str | None:
    """Return the offer that an Accept header likes best (RFC 9110, section 12.5.1); earlier offers win ties.

    No header accepts everything. None when no offer is acceptable: that is a 406.

    >>> negotiate("text/*;q=0.5, text/csv", ["application/json", "text/plain", "text/csv"])
    'text/csv'
    """
    if accept is None:
        return offers[0]
    liked = weights(accept)

    def weight(offer: str) -> float:
        ranges = (offer, f"{offer.partition('/')[0]}/*", "*/*")
        return next((liked[name] for name in ranges if name in liked), 0.0)

    best = max(offers, key=weight)
    return best if weight(best) else None


def types_for(form: str) -> Mapping[str, Format]:
    """Return the media types in which the result of a form can be written."""
    return TABLE_TYPES if form in ("SELECT", "ASK") else GRAPH_TYPES


def names(form: str) -> list[str]:
    """Return what `format=` may say of the result of a form."""
    offers = types_for(form)
    return [name for name, types in NAMES.items() if any(media_type in offers for media_type in types)]


def choose(offers: Sequence[str], accept: str | None, wanted: str = "") -> str:
    """Return the media type of an answer; `wanted` (the `format` parameter) wins over the Accept header.

    Raises `Problem`: 400 for a name that no format has, 406 when nothing fits.
    """
    named = next((name for name in meant(wanted) if name in offers), None) if wanted else None
    chosen = named if wanted else negotiate(accept, offers)
    if chosen is None:
        detail = f"This can be had in these types: {', '.join(offers)}."
        raise Problem(
            "not-acceptable", detail, "Name one in the Accept header.", extra={"offered": list(offers)}
        )
    return chosen


def meant(wanted: str) -> tuple[str, ...]:
    """Return the media types that names or media types, commas between, stand for; others are passed over.

    Raises `Problem`: 400 when none is known.

    >>> meant("json-ld, application/x-json+ld")
    ('application/ld+json',)
    """
    parts = [part.strip().lower() for part in wanted.split(",")]
    known = [
        NAMES.get(part, (part,) if part in TABLE_TYPES or part in GRAPH_TYPES or part in _NAMED else ())
        for part in parts
    ]
    found = tuple(dict.fromkeys(media_type for types in known for media_type in types))
    if not found:
        detail = f"There is no format {wanted!r}."
        raise Problem("malformed-request", detail, f"Use one of {', '.join(NAMES)}.")
    return found


def agree(values: Sequence[str]) -> str:
    """Return the one format that all values of the parameter mean, or nothing. Raises `Problem`."""
    values = [value for value in values if value]
    if len(values) > 1 and len({meant(value) for value in values}) > 1:
        raise Problem("doubled-parameter", "The parameter format is given more than once, and differently.")
    return values[0] if values else ""


def content_type(media_type: str) -> str:
    """Return the Content-Type header of a media type; all texts are UTF-8."""
    return f"{media_type}; charset=utf-8" if media_type.startswith("text/") else media_type


def saved_as(path: str, media_type: str) -> str:
    """Return the Content-Disposition header of a result: what a browser calls the file when it is saved.

    >>> saved_as("/queries/a", "application/sparql-results+json"), saved_as("/sparql/", "text/plain")
    ('inline; filename="a.json"', 'inline; filename="sparql.nt"')
    """
    same = "application/n-triples" if media_type == "text/plain" else media_type
    ending = _NAMED.get(same, same.rpartition("/")[2]).split()[0]
    return f'inline; filename="{path.rstrip("/").rpartition("/")[2]}.{ending}"'


RESULT: Final = "The result"
_HEADERS: Final = {
    f"Cpgraph-{name}": {"description": told, "schema": {"type": kind}}
    for name, kind, told in (
        ("Rows", "integer", "How many rows the result has"),
        ("Rows-Shown", "integer", "How many of them a page shows; a file has all"),
        ("Unknown-Terms", "string", "Of an empty result: the IRIs of the query that the data do not have"),
    )
}


def described(content: Mapping[str, Any], told: str) -> dict[int | str, dict[str, Any]]:
    """Return what OpenAPI says of the answers of a call, from the schema of each media type of a result."""
    refused: dict[str, Any] = {"model": ProblemDocument, "content": {name: {} for name in PROBLEM_TYPES}}
    answers = {"description": told, "content": {name: {"schema": schema} for name, schema in content.items()}}
    return {
        200: answers | ({"headers": _HEADERS} if told == RESULT else {}),
        304: {"description": "The client has this representation already: If-None-Match names its ETag"},
        "4XX": {"description": "A problem of the request"} | refused,
        "5XX": {"description": "A problem of the service"} | refused,
    }
