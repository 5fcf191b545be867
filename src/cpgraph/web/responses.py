"""Results: made once for all who ask for the same at a time, kept to be given again, and sent."""

from __future__ import annotations

import asyncio
import gzip
import hashlib
import ipaddress
import math
import re
from collections.abc import Awaitable, Callable, Hashable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from cachetools import LRUCache
from fastapi import Request, Response

from cpgraph.results import Dataset
from cpgraph.web.negotiation import weights
from cpgraph.web.problems import Problem
from cpgraph.web.query import GuardedQuery

HTML: Final = "text/html; charset=utf-8"

_RANGE: Final = re.compile(r"bytes=(\d{0,15})-(\d{0,15})", re.ASCII)
_GZIP_FROM: Final = 1024  # bytes; below, compression costs more than it saves
_SLOW: Final = 1 << 15  # bytes that are compressed in about a millisecond
_OVERHEAD: Final = 512  # bytes that an entry costs beside its body, roughly
_CLIENTS: Final = 10_000  # whose queries are counted at a time
_QUERIES: Final = 1_000  # short queries that are not checked again
_UNWATCHED: Final = 0.1  # seconds after which it is watched whether the client still waits

Make = Callable[[], Awaitable["Result"]]


class ClientGoneError(Exception):
    """The client has left; nobody waits for an answer."""


@dataclass(slots=True)
class Result:
    """One representation of a result, ready to be sent, with its strong entity tag and headers of its own."""

    content_type: str
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    _packed: bytes | None = None

    def __post_init__(self) -> None:
        """Make the entity tag of what is sent."""
        key = self.content_type.encode()[:64]  # the longest that the function takes
        self.etag = self.etag or hashlib.blake2b(self.body, digest_size=16, key=key).hexdigest()

    async def gzipped(self) -> bytes:
        """Return the body compressed, and keep it; nothing where compression does not halve it."""
        if self._packed is None:
            if len(self.body) < _SLOW:
                self._pack()
            else:
                await asyncio.to_thread(self._pack)
        return self._packed or b""

    def _pack(self) -> None:
        packed = gzip.compress(self.body, 6, mtime=0) if len(self.body) >= _GZIP_FROM else b""
        self._packed = packed if len(packed) <= len(self.body) // 2 else b""

    @property
    def size(self) -> int:
        """The bytes it may come to hold."""
        return len(self.body) + len(self.body) // 2 + _OVERHEAD


@dataclass(slots=True)
class _Flight:
    """An evaluation under way, and how many wait for it."""

    task: asyncio.Task[Result]
    waiters: int = 0


class ResultCache:
    """The most recently used results, bounded in bytes. What is asked for twice at a time is made once."""

    def __init__(self, limit: int, limiter: RateLimiter) -> None:
        """Keep at most `limit` bytes; 0 keeps nothing. `limiter` counts what must be evaluated."""
        self.limit, self.limiter = limit, limiter
        self._kept: LRUCache[Hashable, Result] = LRUCache(limit, getsizeof=lambda result: result.size)
        self.queries: LRUCache[tuple[str, Dataset], GuardedQuery] = LRUCache(_QUERIES)  # that were found good
        self._flights: dict[Hashable, _Flight] = {}

    async def get(
        self, request: Request, key: Hashable | None, make: Make, *, is_limited: bool = False
    ) -> Result:
        """Return the kept result, or make it; how it was had stands in the request's state, for the log.

        Without a key it is neither kept nor shared. Raises what `make` raises, and `ClientGoneError` when the
        client leaves before; the last one who leaves ends the evaluation.
        """
        found, how = self._kept.get(key), "hit"
        if found is None:
            if is_limited:
                self.limiter.count(request.client.host if request.client else "")
            flight, how = self._flights.get(key), "shared"
            if flight is None:
                flight, how = self._launch(key, make), "miss"
            found = await self._join(key, flight, request)
        request.state.cache, request.state.rows = how, found.headers.get("Cpgraph-Rows", "-")
        return found

    def clear(self) -> None:
        """Let go of all: the data have become others."""
        self._kept.clear()
        self.queries.clear()
        self._flights.clear()

    def _launch(self, key: Hashable | None, make: Make) -> _Flight:
        flight = _Flight(asyncio.ensure_future(make()))
        if key is not None:
            self._flights[key] = flight
            flight.task.add_done_callback(lambda _: self._land(key, flight))
        return flight

    def _land(self, key: Hashable, flight: _Flight) -> None:
        """Keep what was made, unless nobody waited for it, or the data have become others meanwhile."""
        if self._flights.get(key) is flight:
            del self._flights[key]
            task = flight.task
            if not task.cancelled() and not task.exception() and task.result().size <= self.limit // 4:
                self._kept[key] = task.result()  # one may not take the place of all others

    async def _join(self, key: Hashable | None, flight: _Flight, request: Request) -> Result:
        flight.waiters += 1
        try:
            await asyncio.wait((flight.task,), timeout=_UNWATCHED)
            if not flight.task.done():
                gone = asyncio.ensure_future(_gone(request))
                both: set[asyncio.Future[Any]] = {flight.task, gone}
                try:
                    await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
                finally:
                    gone.cancel()
                if not flight.task.done():
                    raise ClientGoneError
            return flight.task.result()
        finally:
            flight.waiters -= 1
            if not flight.waiters and not flight.task.done():
                flight.task.cancel()
                if self._flights.get(key) is flight:
                    del self._flights[key]


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class RateLimiter:
    """Lets each client send `burst` queries at once and `rate` a second on average; 0 lets all pass."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        """Begin with full buckets; `clock` gives seconds."""
        self.rate, self.burst, self.clock = rate, burst, clock
        self._buckets: LRUCache[str, tuple[float, float]] = LRUCache(_CLIENTS)

    def count(self, client: str) -> None:
        """Count a query of a client; raises `Problem` when it is one too many. This machine is not counted."""
        if self.rate <= 0 or _is_local(client):
            return
        now = self.clock()
        left, then = self._buckets.get(client, (float(self.burst), now))
        left = min(self.burst, left + (now - then) * self.rate)
        self._buckets[client] = (left if left < 1 else left - 1, now)
        if left < 1:
            detail = f"A client may send {self.rate:g} queries a second on average, and {self.burst} at once."
            wait = math.ceil((1 - left) / self.rate)
            raise Problem("too-many-requests", detail, "Send fewer.", headers={"Retry-After": str(wait)})


def _is_local(client: str) -> bool:
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return True  # no address: not a network client


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
