"""Whose turn it is: a bounded number of places, given to waiting clients one query of each in turn."""

from __future__ import annotations

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings


class FairQueue:
    """Places to evaluate at, and the queries that wait for one; it runs on the event loop alone."""

    def __init__(self, settings: Settings) -> None:
        """Have a place for each worker; one client may take all but one of several."""
        self.places, self.length, self.patience = settings.workers, settings.queue, settings.queue_time
        self.share = max(1, self.places - 1)
        self.waiting = self.busy = 0
        self._running = Counter[str]()
        self._clients: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Hold a place; raises `Problem` when none is to be had in time."""
        if self._may_run(client):
            self._take(client)
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self._leave(client)

    def _may_run(self, client: str) -> bool:
        """Say whether a client gets a place now; the service itself (no name) has no share to keep to."""
        return self.busy < self.places and (not client or self._running[client] < self.share)

    def _take(self, client: str) -> None:
        self.busy += 1
        self._running[client] += 1

    def _leave(self, client: str) -> None:
        self.busy -= 1
        self._running[client] -= 1
        if not self._running[client]:
            del self._running[client]
        for name in [*self._clients]:
            if self._may_run(name):
                future = self._remove(name)
                self._take(name)
                future.set_result(None)

    def _remove(self, client: str, future: asyncio.Future[None] | None = None) -> asyncio.Future[None]:
        """Take a query of a client (the first, or a given one) from the queue; its others go to the end."""
        queue = self._clients.pop(client)
        future = future or queue[0]
        queue.remove(future)
        self.waiting -= 1
        if queue:
            self._clients[client] = queue
        return future

    async def _wait(self, client: str) -> None:
        if self.waiting >= self.length:
            raise _overloaded(f"{self.waiting} queries are waiting, the limit of the queue.")
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._clients.setdefault(client, deque()).append(future)
        self.waiting += 1
        try:
            await asyncio.wait((future,), timeout=self.patience)
        except asyncio.CancelledError:
            if future.done():
                self._leave(client)
            else:
                self._remove(client, future)
            raise
        if not future.done():
            self._remove(client, future)
            raise _overloaded(f"Timed out after {self.patience:g} s waiting for a worker.")


def _overloaded(detail: str) -> Problem:
    return Problem("overloaded", detail, "Try again shortly.", headers={"Retry-After": "2"})
