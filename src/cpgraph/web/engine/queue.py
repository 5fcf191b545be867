"""Whose turn it is: a bounded number of places, given to waiting clients one query of each in turn."""

from __future__ import annotations

import asyncio
import itertools
from bisect import insort
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings


class FairQueue:
    """Places to evaluate at, and the queries that wait for one; it runs on the event loop alone."""

    def __init__(self, settings: Settings) -> None:
        """Have a place for each worker; one client may take all but one of several."""
        self._places, self._length, self._seconds = settings.workers, settings.queue, settings.queue_time
        self._share = max(1, self._places - 1)
        self._running = Counter[str]()
        self._waiting: list[tuple[int, int, str, asyncio.Future[None]]] = []  # by round, then by arrival
        self._round = 0
        self._arrivals = itertools.count()

    @property
    def busy(self) -> int:
        """Places that are taken."""
        return self._running.total()

    @property
    def waiting(self) -> int:
        """Queries that wait."""
        return len(self._waiting)

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Hold a place; raises `Problem` when none is to be had in time."""
        if self._may_run(client):
            self._running[client] += 1
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self._leave(client)

    def _may_run(self, client: str) -> bool:
        """Say whether a client gets a place now; the service itself, without a name, has no share to keep to."""
        return self.busy < self._places and (not client or self._running[client] < self._share)

    async def _wait(self, client: str) -> None:
        if self.waiting >= self._length:
            raise _overloaded(f"{self.waiting} queries are waiting, the limit of the queue.")
        last = max((number for number, _, name, _ in self._waiting if name == client), default=self._round)
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        ticket = (last + 1, next(self._arrivals), client, future)
        insort(self._waiting, ticket)
        try:
            async with asyncio.timeout(self._seconds):
                await future
        except BaseException as error:
            if ticket in self._waiting:
                self._waiting.remove(ticket)
            else:
                self._leave(client)  # the place came just when nobody wanted it any more
            if isinstance(error, TimeoutError):
                raise _overloaded(f"Timed out after {self._seconds:g} s waiting for a worker.") from None
            raise

    def _leave(self, client: str) -> None:
        self._running -= Counter((client,))  # one at 0 is forgotten
        for ticket in [*self._waiting]:
            number, _, name, future = ticket
            if self._may_run(name) and not future.done():  # one that was given up is on its way out
                self._waiting.remove(ticket)
                self._running[name] += 1
                self._round = number
                future.set_result(None)


def _overloaded(detail: str) -> Problem:
    return Problem("overloaded", detail, "Try again shortly.", headers={"Retry-After": "2"})
