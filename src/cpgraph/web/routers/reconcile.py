"""The columns of other tables matched to things: the Reconciliation Service API of the W3C community group, 0.2."""

from __future__ import annotations

import asyncio
import difflib
import json
from collections.abc import Iterable, Iterator
from typing import Annotated, Any, Final, Literal

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, ConfigDict, Field, PositiveInt, TypeAdapter, ValidationError

import cpgraph
from cpgraph import vocab
from cpgraph.citations import key
from cpgraph.web import negotiation
from cpgraph.web.negotiation import STRICT
from cpgraph.web.pages import lists
from cpgraph.web.pages.things import KINDS, Index, Thing, shorten
from cpgraph.web.problems import Problem
from cpgraph.web.responses import Result, send
from cpgraph.web.routers.resources import Served, Service
from cpgraph.web.routers.sparql import FORM, body

_MOST: Final = 100  # queries of a batch, and values of one list
_SURE, _DEEPER, _FOUND = 100.0, 75.0, 25.0  # how well a thing fits: by its name; by a part of it; by words
_TEXTS: Final = {"label": "name", "definition": "definition", "value": "value as printed"}

router = APIRouter(tags=["reconciliation"], dependencies=[STRICT])


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Entity(_Closed):
    """A thing that was matched before, as the value of a property."""

    id: str
    name: str = ""


Value = str | bool | int | float | Entity


class PropertyValue(_Closed):
    """A value that a candidate must have."""

    pid: str
    v: Value | list[Value]


class ReconciliationQuery(_Closed):
    """A name, or what a thing must have, to be matched."""

    query: str = ""
    type: str | list[str] = []
    limit: PositiveInt = 10
    properties: list[PropertyValue] = []
    type_strict: Literal["any", "all", "should"] = "should"


class PropertyWanted(BaseModel):
    """A property whose values are asked for."""

    id: str
    settings: dict[str, Any] = {}


class Extension(_Closed):
    """Things, and the properties whose values are asked for."""

    ids: Annotated[list[str], Field(max_length=10 * _MOST)]
    properties: Annotated[list[PropertyWanted], Field(max_length=_MOST)]


class Asked(BaseModel):
    """What is to be matched, or of which things values are asked for: JSON in a parameter."""

    queries: str = Field("", description="A batch of reconciliation queries.")
    extend: str = Field("", description="A data extension query.")


_BATCH: Final = TypeAdapter(dict[str, ReconciliationQuery])
_ANSWER: Final = negotiation.described(
    {"application/json": {"type": "object"}}, "As the Reconciliation API has it"
)
_BODY: Final = {"requestBody": {"required": True, "content": {FORM: {"schema": Asked.model_json_schema()}}}}


@router.get("/reconcile", operation_id="reconcile-get", responses=_ANSWER)
async def reconcile_get(request: Request, service: Served, asked: Annotated[Asked, Query()]) -> Response:
    """Describe the service; with queries, match them; with an extension, give values."""
    return await _answer(request, service, asked)


@router.post("/reconcile", operation_id="reconcile-post", responses=_ANSWER, openapi_extra=_BODY)
async def reconcile_post(request: Request, service: Served) -> Response:
    """Match what a form asks, or give values."""
    given = negotiation.once(negotiation.pairs(await body(request, service), "the body"))
    return await _answer(request, service, Asked.model_validate(given))


@router.get("/reconcile/suggest/{what}", operation_id="reconcile-suggest", responses=_ANSWER)
async def suggest(
    request: Request,
    service: Served,
    what: Literal["entity", "type", "property"],
    prefix: str = "",
    cursor: str = "",
) -> Response:
    """Complete what is typed: a thing, a kind of thing, or a property."""
    known, low, start = await service.index(), prefix.casefold(), int(cursor) if cursor.isdecimal() else 0
    if what == "entity":
        found = [match.thing for match in known.names.find(prefix)] + known.names.beginning(prefix)
        told = [
            _entity(thing) | {"notable": [_type(thing)]}
            for thing in {thing.iri: thing for thing in found}.values()
        ]
    else:
        every = (
            [_type(things[0]) for things in known.by_kind.values()] if what == "type" else _properties(known)
        )
        told = [one for one in every if low in one["name"].casefold() or low in one["id"].casefold()]
    return await _send(request, {"result": told[start : start + _MOST]})


@router.get("/reconcile/properties", operation_id="reconcile-properties", responses=_ANSWER)
async def propose(request: Request, service: Served, type: str = "", limit: str = "") -> Response:  # noqa: A002
    """Give the properties that things of a kind have."""
    known = await service.index()
    found = _properties(known, type)[: int(limit) if limit.isdecimal() else _MOST]
    return await _send(
        request, {"type": type, "properties": [{"id": p["id"], "name": p["name"]} for p in found]}
    )


async def _answer(request: Request, service: Service, asked: Asked) -> Response:
    known = await service.index()
    if asked.queries:
        batch = _read(_BATCH, asked.queries)
        if len(batch) > _MOST:
            raise Problem(
                "request-too-large", f"There are {len(batch)} queries.", f"Send at most {_MOST} at once."
            )

        def match() -> Result:
            return _json({name: {"result": list(_candidates(known, query))} for name, query in batch.items()})

        async def make() -> Result:
            async with (
                service.matching
            ):  # one batch at a time, so that many do not slow the answers of others
                return await asyncio.to_thread(match)

        key = ("reconcile", asked.queries)
        return await send(request, await service.results.get(request, key, make, is_limited=True))
    if asked.extend:
        return await _send(request, _extended(known, _read(TypeAdapter(Extension), asked.extend)))
    return await _send(request, _manifest(negotiation.origin(request), known))


async def _send(request: Request, content: object) -> Response:
    return await send(request, _json(content), is_volatile=request.method == "POST")


def _json(content: object) -> Result:
    return Result("application/json", json.dumps(content, ensure_ascii=False, indent=1).encode() + b"\n")


def _read(adapter: TypeAdapter[Any], text: str) -> Any:
    try:
        return adapter.validate_json(text)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise Problem("malformed-request", f"{place or 'The JSON'}: {first['msg']}.") from None


def _manifest(origin: str, known: Index) -> dict[str, Any]:
    address = f"{origin}/reconcile"
    return {
        "versions": ["0.2"],
        "name": "cpgraph",
        "identifierSpace": vocab.BASE,
        "schemaSpace": f"{vocab.BASE}browse/",
        "documentation": f"{origin}/keys",
        "serviceVersion": cpgraph.__version__,
        "defaultTypes": [
            _type(things[0]) for kind, things in known.by_kind.items() if KINDS[kind].group == "Law"
        ],
        "view": {"url": f"{origin}/resolve?q={{{{id}}}}"},
        "batchSize": _MOST,
        "suggest": {
            name: {"service_url": address, "service_path": f"/suggest/{name}"}
            for name in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": address, "service_path": "/properties"},
            "property_settings": [],
        },
    }


def _candidates(known: Index, asked: ReconciliationQuery) -> Iterator[dict[str, Any]]:
    """Yield the things that fit, best first; a thing that is named and alone is a match."""
    if not (asked.query.strip() or asked.properties):
        raise Problem("malformed-request", "A query has neither a text nor properties.")
    kinds = {asked.type} if isinstance(asked.type, str) else set(asked.type)
    scored = dict[str, tuple[float, Thing]]()
    for score, thing in _scored(known, asked):
        if (not kinds or thing.kind.id in kinds) and all(
            _has(known, thing, wanted) for wanted in asked.properties
        ):
            scored.setdefault(thing.iri, (score, thing))
    best = sorted(scored.values(), key=lambda one: (-one[0], known.order(one[1].iri)))[
        : min(asked.limit, _MOST)
    ]
    is_sure = [score for score, _ in best].count(_SURE) == 1
    for score, thing in best:
        told = _entity(thing) | {"type": [_type(thing)], "score": score}
        yield told | {"match": is_sure and score == _SURE}


def _scored(known: Index, asked: ReconciliationQuery) -> Iterator[tuple[float, Thing]]:
    names, text = known.names, asked.query.strip()
    if not text:  # what has all the properties
        yield from ((_SURE, known.things[iri]) for iri in names.held)
        return
    for match in names.find(text):
        yield (_SURE if match.is_exact else _DEEPER), match.thing
    for match in names.near(text, _MOST):
        ratio = difflib.SequenceMatcher(None, key(text), key(match.name)).ratio()
        yield round(min(ratio, 0.99) * _DEEPER, 1), match.thing
    yield from ((_FOUND, thing) for thing in lists.found(known, text)[:_MOST])


def _has(known: Index, thing: Thing, wanted: PropertyValue) -> bool:
    """Say whether a thing has one of the values of a property."""
    values = wanted.v if isinstance(wanted.v, list) else [wanted.v]
    texts = {key(value.id if isinstance(value, Entity) else str(value)) for value in values}
    return any(key(text) in texts for text in _values(known, thing, wanted.pid))


def _values(known: Index, thing: Thing, name: str) -> list[str]:
    """Return the values of a property: codes of a system, addresses of others, or what the index says itself."""
    own = {"label": (thing.label,), "definition": (thing.about,), "value": thing.printed[:1]}
    held = (match.name for match in known.names.held.get(thing.iri, ()) if shorten(match.system) == name)
    return [text for text in (*own.get(name, ()), *held) if text]


def _extended(known: Index, asked: Extension) -> dict[str, Any]:
    names = {one["id"]: one["name"] for one in _properties(known)}
    unknown = [wanted.id for wanted in asked.properties if wanted.id not in names]
    if unknown:
        raise Problem(
            "malformed-request", f"There is no property {unknown[0]!r}.", "See /reconcile/properties."
        )

    def row(id_: str) -> dict[str, Any]:
        thing = known.things.get(vocab.BASE + id_.removeprefix(vocab.BASE))
        wanted = [p.id for p in asked.properties]
        return {
            name: [{"str": text} for text in _values(known, thing, name)] if thing else [] for name in wanted
        }

    return {
        "meta": [{"id": wanted.id, "name": names[wanted.id]} for wanted in asked.properties],
        "rows": {id_: row(id_) for id_ in asked.ids},
    }


def _properties(known: Index, kind: str = "") -> list[dict[str, str]]:
    """Return the properties that things of a kind have, of all kinds where none is given."""
    things: Iterable[Thing] = known.by_kind.get(kind, ()) if kind else known.things.values()
    systems = {match.system for thing in things for match in known.names.held.get(thing.iri, ())}
    found = [{"id": shorten(iri), "name": known.label(iri)} for iri in sorted(systems)]
    return [{"id": id_, "name": name} for id_, name in _TEXTS.items()] + found


def _entity(thing: Thing) -> dict[str, Any]:
    return {"id": thing.iri.removeprefix(vocab.BASE), "name": thing.label, "description": thing.about}


def _type(thing: Thing) -> dict[str, str]:
    return {"id": thing.kind.id, "name": thing.kind.one}
