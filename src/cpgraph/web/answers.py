"""From a checked query to its result: kept results, shared evaluations, and the workers' errors as problems."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from cpgraph.errors import CpgraphError
from cpgraph.store import (
    Dataset,
    EvaluationError,
    Job,
    QuerySyntaxError,
    ResultTooLargeError,
    UnwritableError,
)
from cpgraph.web import cache, formats
from cpgraph.web.engine.base import Engine
from cpgraph.web.limiter import Limiter
from cpgraph.web.problems import Problem
from cpgraph.web.query import GuardedQuery, syntax_problem
from cpgraph.web.request import Receive, Scope, client
from cpgraph.web.settings import Settings


class ClientGoneError(Exception):
    """The client has left; nobody waits for an answer."""


Draw = Callable[[str, dict[str, Any], bytes], bytes]
"""Make a page of a result's kind, head and JSON table."""

_PATIENCE: Final = 0.1  # seconds after which it is watched whether the client still waits
_TERMS: Final = 24  # that are looked up
_SLOW: Final = 1 << 20  # bytes from which hashing goes to a thread


@dataclass(frozen=True, slots=True)
class Wish:
    """A checked query, the media type its result is wanted in, and the values of its parameters."""

    checked: GuardedQuery
    media_type: str
    bindings: tuple[tuple[str, str], ...] = ()

    @property
    def key(self) -> bytes:
        """What determines the result; a page shows the query as it was written."""
        checked = self.checked
        graphs = repr((checked.dataset.default, checked.dataset.named))
        text = checked.text if self.media_type == "text/html" else checked.engine_text
        return cache.key(text, graphs, self.media_type, repr(self.bindings))


@dataclass(slots=True)
class _Flight:
    """An evaluation under way, and how many wait for it."""

    task: asyncio.Task[cache.Result]
    waiters: int = 0


class Answers:
    """The one door to the workers for all routes."""

    def __init__(self, settings: Settings, pool: Engine) -> None:
        """Begin with nothing kept."""
        self.settings, self.pool = settings, pool
        self.limiter = Limiter(settings.rate_limit, settings.rate_burst, time.monotonic)
        self.cache = cache.ResultCache(settings.cache_bytes)
        self._flights: dict[bytes, _Flight] = {}

    async def give(self, wish: Wish, scope: Scope, receive: Receive, draw: Draw) -> cache.Result:
        """Give the result of a request whose body has been read, and note in its state how it was had.

        It is evaluated at most once at a time. Raises `Problem`, and `ClientGoneError` when the client leaves before.
        """
        name = b"" if wish.checked.is_volatile else wish.key
        found, how = self.cache.get(name), "hit"
        if found is None:
            who = client(scope)
            self.limiter.count(who)
            flight, how = self._flights.get(name), "shared"
            if flight is None:
                flight, how = self._launch(name, wish, who, draw), "miss"
            found = await self._join(name, flight, receive)
        scope["state"].update(cache=how, rows=found.rows)
        return found

    def _launch(self, name: bytes, wish: Wish, who: str, draw: Draw) -> _Flight:
        data = self.pool.info
        flight = _Flight(asyncio.get_running_loop().create_task(self._evaluate(wish, who, draw)))
        if name:
            self._flights[name] = flight

            def landed(task: asyncio.Task[cache.Result]) -> None:
                if self._flights.get(name) is flight:
                    del self._flights[name]
                if not task.cancelled() and task.exception() is None and data is self.pool.info:
                    self.cache.put(name, task.result())

            flight.task.add_done_callback(landed)
        return flight

    async def _join(self, name: bytes, flight: _Flight, receive: Receive) -> cache.Result:
        """Wait for an evaluation that others may wait for too; the last to leave ends it."""
        flight.waiters += 1
        try:
            done, _ = await asyncio.wait((flight.task,), timeout=_PATIENCE)
            if not done:
                gone = asyncio.ensure_future(_gone(receive))
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
                if self._flights.get(name) is flight:
                    del self._flights[name]

    async def _evaluate(self, wish: Wish, who: str, draw: Draw) -> cache.Result:
        checked, settings = wish.checked, self.settings
        job = Job(
            checked.engine_text,
            formats.types_for(checked.form)[wish.media_type],
            checked.dataset,
            settings.max_rows,
            settings.max_bytes,
            settings.page_rows,
            wish.bindings,
        )
        try:
            answer = await self.pool.run(job, who)
        except (EvaluationError, QuerySyntaxError, ResultTooLargeError, UnwritableError) as error:
            raise _problem(error, wish) from None
        body = answer.body
        head: dict[str, Any] = {"kind": answer.kind, "rows": answer.rows, "shown": answer.shown}
        content_type = formats.content_type(wish.media_type)
        if wish.media_type == "text/html":
            if head["rows"] == 0 or body == b"false":
                head["findings"] = await self._unknown(wish, job, who)
            body = await asyncio.to_thread(draw, head["kind"], head, body)
        make = (content_type, body, answer.rows, answer.shown)
        if len(body) < _SLOW:
            return cache.result(*make)
        return await asyncio.to_thread(cache.result, *make)

    async def _unknown(self, wish: Wish, job: Job, who: str) -> list[str]:
        """Return the terms of a query that occur nowhere in the data; none when that cannot be had."""
        unknown = []
        for term in wish.checked.terms[:_TERMS]:
            text = f"ASK {{ {{ <{term}> ?p ?o }} UNION {{ ?s <{term}> ?o }} UNION {{ ?s ?p <{term}> }} }}"
            try:
                answer = await self.pool.run(replace(job, text=text, bindings=(), dataset=Dataset()), who)
            except (Problem, CpgraphError):
                break
            unknown += [term] if answer.body == b"false" else []
        return unknown


async def _gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _problem(error: CpgraphError, wish: Wish) -> Problem:
    match error:
        case QuerySyntaxError():
            return syntax_problem(wish.checked, error)
        case ResultTooLargeError():
            limit = f"{error.limit:,} {error.unit}"
            remedy = "Add LIMIT and OFFSET, or ask for less; whole copies of the data are offered as files."
            detail = f"It has more than {limit}, and half a result is not given."
            extra: dict[str, object] = {"limit": error.limit, "unit": error.unit}
            return Problem("result-too-large", detail, remedy, extra=extra)
        case UnwritableError():
            offered = [name for name in formats.types_for(wish.checked.form) if name != wish.media_type]
            remedy = f"Ask for another type: {', '.join(offered)}."
            return Problem("not-acceptable", f"{error}.", remedy, extra={"offered": offered})
        case _:
            return Problem("query-failed", f"The engine says: {error}.")
