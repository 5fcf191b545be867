"""From what people and other datasets call a thing to the thing: citations, codes, names, and addresses of others."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any, Final

from fastapi import APIRouter, Query, Request, Response
from pydantic import BaseModel, Field

from cpgraph import vocab
from cpgraph.web import negotiation
from cpgraph.web.negotiation import STRICT
from cpgraph.web.pages import sections
from cpgraph.web.pages.names import OWN, Match
from cpgraph.web.pages.page import Row, job_of
from cpgraph.web.pages.things import Index, natural
from cpgraph.web.problems import Problem
from cpgraph.web.responses import Result, send
from cpgraph.web.routers.resources import Served, draw, see_other

_HTML: Final = "text/html"
_JSON: Final = "application/json"
_LONGEST: Final = 500  # characters of a name

router = APIRouter(tags=["names"], dependencies=[STRICT])
pages = APIRouter(include_in_schema=False, dependencies=[STRICT])


class Named(BaseModel):
    """A thing that a text names, and how exactly."""

    id: str = Field(description="Its IRI.")
    name: str
    kind: str
    page: str = Field(description="The path of its page.")
    matched: str = Field(description="Its name that the text is.")
    by: str = Field(
        description="What kind of name that is: the system of a code, or how an address is tied to it."
    )
    exact: bool = Field(description="Whether the text means this thing and nothing else.")
    deeper: str = Field("", description="What of a citation goes deeper than the data.")
    absent: str = Field("", description="What else the text cites, and is not here.")


class Resolution(BaseModel):
    """What a text names."""

    query: str
    found: list[Named]


class Asked(BaseModel):
    """A text to resolve."""

    q: str = Field("", description="A citation, a code, a name, or an address.")
    format: str = Field("", description="json or html; it wins over the Accept header.")


_RESPONSES: Final = negotiation.described({}, "What the text names") | {
    200: {"description": "What the text names, as JSON", "model": Resolution},
    300: {"description": "It names several things, or this one only perhaps", "model": Resolution},
    303: {"description": "It names one thing, which is there"},
}


@router.get("/resolve", operation_id="resolve", responses=_RESPONSES)
async def resolve(request: Request, service: Served, asked: Annotated[Asked, Query()]) -> Response:
    """Find what a citation, a code, a name, or an address of another dataset stands for.

    A citation that goes deeper than the data leads to the nearest that they have, and `deeper` says what is left.
    """
    text, known = asked.q.strip()[:_LONGEST], await service.index()
    if not text:
        raise Problem("malformed-request", "q is missing.", "Give a citation, a code, a name, or an address.")
    wanted = {"json": _JSON, "html": _HTML}.get(asked.format, asked.format)
    kind = negotiation.choose((_HTML, _JSON), negotiation.accept_of(request), wanted)
    matches = known.names.find(text)
    if not matches and text.startswith(vocab.BASE):  # what was withdrawn has a successor, or is gone
        address = await service.find("/" + text.removeprefix(vocab.BASE))
        matches = [Match(known.things[address.iri], address.iri)]
    if not matches:
        raise await asyncio.to_thread(_unknown, text, known)
    found = [_told(match, known) for match in matches]
    is_one = len(found) == 1 and not (matches[0].is_doubtful or matches[0].absent)
    if kind == _JSON:
        body = Resolution(query=text, found=found).model_dump_json(indent=1).encode()
    elif is_one:
        return see_other("/" + found[0].id.removeprefix(vocab.BASE))
    else:
        body = service.templates.render("resolve.html", asked=text, found=found)
    answer = await send(request, Result(negotiation.content_type(kind), body))
    if not is_one and answer.status_code == 200:
        answer.status_code = 300
    return answer


@pages.get("/keys")
async def _keys(request: Request, service: Served) -> Response:
    found = await service.ask(job_of(sections.query("keys", is_of_thing=False)))
    by_system: dict[str, list[Row]] = {}
    for row in sorted(found["code"], key=lambda row: natural(row.code)):
        by_system.setdefault(row.system, []).append(row)
    systems = sorted(found["system"], key=lambda row: row.label.casefold())
    links = sorted(found["links"], key=lambda row: (row.space, row.relation))

    def values(index: Index) -> dict[str, Any]:
        crosswalk = index.by_kind.get("crosswalks", ())
        href = crosswalk[0].href if crosswalk else "/browse"
        return {"systems": systems, "by_system": by_system, "links": links, "crosswalk": href}

    return await draw(request, "keys.html", values)


def _told(match: Match, index: Index) -> Named:
    thing = match.thing
    named = "name" if match.system in ("", OWN) else index.label(match.system)
    return Named(
        id=thing.iri,
        name=thing.label,
        kind=thing.kind.one,
        page=thing.href,
        matched=match.name,
        by="address" if match.name == thing.iri else named,
        exact=match.is_exact,
        deeper=match.deeper,
        absent=match.absent,
    )


def _unknown(text: str, index: Index) -> Problem:
    """Return the problem of a text that names nothing, with what is written nearly so."""
    near = [
        _told(match, index).model_dump(exclude={"exact", "deeper", "absent"})
        for match in index.names.near(text)
    ]
    remedy = (
        "These are written nearly so." if near else "The search, /search, finds things by words and values."
    )
    return Problem("not-found", f"Nothing here is called {text!r}.", remedy, extra={"near": near})
