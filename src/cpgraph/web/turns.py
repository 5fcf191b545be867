"""Whose turn it is: a bounded number of places, given to waiting clients one query of each in turn."""

from __future__ import annotations

import asyncio
from collections import OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from cpgraph.web.problems import Problem


class Turns:
    """Places to evaluate at, and the queries that wait for one; it runs on the event loop alone."""

    def __init__(self, places: int, queue: int, queue_time: float) -> None:
        """Have `places`; at most `queue` queries wait, each at most `queue_time` seconds."""
        self.places, self.queue, self.queue_time = places, queue, queue_time
        self.taken = self.waiting = 0
        self._clients: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()

    @asynccontextmanager
    async def turn(self, client: str) -> AsyncIterator[None]:
        """Hold a place; raises `Problem` when none is to be had in time."""
        if self.taken < self.places:
            self.taken += 1
        else:
            await self._wait(client)
        try:
            yield
        finally:
            self._leave()

    async def _wait(self, client: str) -> None:
        if self.waiting >= self.queue:
            raise _overloaded(f"{self.waiting} queries wait already, as many as may.")
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._clients.setdefault(client, deque()).append(future)
        self.waiting += 1
        try:
            async with asyncio.timeout(self.queue_time):
                await future
        except BaseException as error:
            if future.done() and not future.cancelled():
                self._leave()  # the place came just when nobody wanted it any more
            if isinstance(error, TimeoutError):
                detail = f"No place was free within {self.queue_time:g} seconds."
                raise _overloaded(detail) from None
            raise
        finally:
            queue = self._clients.get(client)
            if queue is not None and future in queue:
                self.waiting -= 1
                queue.remove(future)
                if not queue:
                    del self._clients[client]

    def _leave(self) -> None:
        while self._clients:
            client, queue = self._clients.popitem(last=False)
            future = queue.popleft()
            self.waiting -= 1
            if queue:
                self._clients[client] = queue
            if not future.done():
                future.set_result(None)
                return
        self.taken -= 1


def _overloaded(detail: str) -> Problem:
    return Problem("overloaded", detail, "Try again shortly.", headers={"Retry-After": "2"})
