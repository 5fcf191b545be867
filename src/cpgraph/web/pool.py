"""The web process's side of the workers: hand out queries, wait fairly, notice every death, never evaluate.

All of it runs on the event loop and none of it blocks. A query that is not answered ends as a `Problem`.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import socket
from collections import OrderedDict, deque
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from cpgraph.store import Job
from cpgraph.web import wire
from cpgraph.web.backend import GraphInfo, State
from cpgraph.web.links import Parent, Worker, death, end, launch
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings

RETIRE_AFTER: Final = 5_000
"""Answers after which a worker gives way to a new one, so that what the engine leaks stays bounded."""
_LONG: Final = 1.0  # seconds after which a query gives way to shorter ones
_LONGEST_PAUSE: Final = 10.0  # seconds before a parent that keeps dying is started anew
_LATE: Final = 1.0  # seconds past the limit after which the web process itself asks for a kill


class Pool:
    """The workers of one service."""

    def __init__(self, settings: Settings, parent: Parent | None = None) -> None:
        """Use a parent that was started before, or start one when asked to."""
        self.settings = settings
        self.state: State = "starting"
        self.failure = ""
        self.info: GraphInfo | None = None
        self.deaths = 0
        self.changed_data: Callable[[], None] = lambda: None  # the file is read once
        self.changed = asyncio.Event()
        self._parent = parent
        self._workers: dict[int, Worker] = {}
        self._idle: list[Worker] = []
        self._waiting: OrderedDict[str, deque[asyncio.Future[Worker]]] = OrderedDict()
        self._waits = 0
        self._buffer = b""
        self._fds: deque[int] = deque()
        self._restarts = 0
        self._closing = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """Queries that wait for a worker."""
        return self._waits

    @property
    def busy(self) -> int:
        """Workers that evaluate a query now."""
        return len(self._workers) - len(self._idle)

    async def start(self) -> None:
        """Start the parent if nobody has, and listen to it."""
        if self._parent is None:
            self._parent = await asyncio.to_thread(launch, self.settings)
        channel = self._parent.channel
        if self.state != "closed":
            asyncio.get_running_loop().add_reader(channel.fileno(), self._heard)

    async def ready(self) -> bool:
        """Wait until queries can be answered, or never will be."""
        while self.state == "starting":
            await self.changed.wait()
            self.changed.clear()
        return self.state == "ready"

    async def run(self, job: Job, client: str = "") -> tuple[wire.Head, bytes]:
        """Have one query evaluated; gives the worker's head and body, or raises `Problem`."""
        worker = await self._acquire(client)
        loop = asyncio.get_running_loop()
        limit = self.settings.time_limit
        late = loop.call_later(limit + _LATE, self._order, {"kill": worker.number})
        long = loop.call_later(_LONG, self._renice, worker)
        try:
            return await worker.ask(wire.pack(wire.job_head(job)))
        except asyncio.CancelledError:
            if not worker.is_done:  # one that has just answered goes on to the next query
                self._order({"kill": worker.number})
            raise
        finally:
            late.cancel()
            long.cancel()
            self._release(worker)

    async def close(self) -> None:
        """Kill the workers and end the parent; waiting queries fail."""
        if self.state == "closed":
            return
        self.state = "closed"
        self._fail_all(Problem("not-ready", "The service is stopping.", headers={"Retry-After": "10"}))
        self._closing.set()
        if self._parent is not None:
            asyncio.get_running_loop().remove_reader(self._parent.channel.fileno())
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        if self._parent is not None:
            self._drop_channel(self._parent)
            await asyncio.to_thread(end, self._parent.process)
        self.changed.set()

    async def _acquire(self, client: str) -> Worker:
        if self.state != "ready":
            raise self.not_ready()
        if self._idle:
            return self._idle.pop()
        if self._waits >= self.settings.queue:
            raise _overloaded(f"{self._waits} queries wait already, as many as may.")
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Worker] = loop.create_future()
        self._waiting.setdefault(client, deque()).append(future)
        self._waits += 1
        timer = loop.call_later(self.settings.queue_time, _give_up, future, self.settings.queue_time)
        try:
            return await future
        except asyncio.CancelledError:
            if future.done() and not future.cancelled() and future.exception() is None:
                self._release(future.result())
            raise
        finally:
            timer.cancel()
            self._forget(client, future)

    def _forget(self, client: str, future: asyncio.Future[Worker]) -> None:
        queue = self._waiting.get(client)
        if queue is not None and future in queue:
            queue.remove(future)
            self._waits -= 1
            if not queue:
                del self._waiting[client]

    def _release(self, worker: Worker) -> None:
        if worker.number not in self._workers or not worker.is_done:
            return
        worker.reply = None
        if worker.is_reniced or worker.is_grown or worker.answered >= RETIRE_AFTER:
            del self._workers[worker.number]
            worker.close()  # it stays slow or large, or is old: let a new one take its place
            return
        self._give(worker)

    def _give(self, worker: Worker) -> None:
        """Hand a worker to the client whose turn it is, one query of each in turn."""
        while self._waiting:
            client, queue = self._waiting.popitem(last=False)
            future = queue.popleft()
            self._waits -= 1
            if queue:
                self._waiting[client] = queue
            if not future.done():
                future.set_result(worker)
                return
        self._idle.append(worker)

    def _renice(self, worker: Worker) -> None:
        worker.is_reniced = True
        self._order({"renice": worker.number})

    def _order(self, order: Mapping[str, int]) -> None:
        if self._parent is not None and self.state != "closed":
            with contextlib.suppress(OSError):
                self._parent.channel.send(wire.pack(dict(order)))

    def _heard(self) -> None:
        if self._parent is None:
            return
        try:
            data, fds, _, _ = socket.recv_fds(self._parent.channel, 1 << 16, 8)
        except BlockingIOError:
            return
        except OSError:
            data, fds = b"", []
        self._fds.extend(fds)
        if not data:
            self._lost()
            return
        self._buffer += data
        while len(self._buffer) >= wire.LENGTHS.size:
            size = wire.LENGTHS.unpack_from(self._buffer)[0] + wire.LENGTHS.size
            if len(self._buffer) < size:
                return
            head = json.loads(self._buffer[wire.LENGTHS.size : size])
            self._buffer = self._buffer[size:]
            self._message(head)

    def _message(self, head: dict[str, Any]) -> None:
        if "ready" in head:
            self.info = GraphInfo(**head["ready"])
        elif "failed" in head:
            self.failure = head["failed"]
        elif "worker" in head:
            self._spawn(self._connect(head["worker"], socket.socket(fileno=self._fds.popleft())))
        elif "died" in head:
            worker = self._workers.pop(int(head["died"]), None)
            if worker is not None:
                self.deaths += 1
                if worker in self._idle:
                    self._idle.remove(worker)
                worker.fail(death(head["signal"], self.settings))
                worker.close()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task: asyncio.Task[None] = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _connect(self, number: int, channel: socket.socket) -> None:
        worker = Worker(number, self._left)
        channel.setblocking(False)  # noqa: FBT003 - the only way to say it
        await asyncio.get_running_loop().create_connection(lambda: worker, sock=channel)
        self._workers[number] = worker
        self._give(worker)
        if self.state == "starting":
            self.state = "ready"
            self._restarts = 0
            self.changed.set()

    def _lost(self) -> None:
        """Start anew when the parent has died; give up when it could not load the graph."""
        parent, self._parent = self._parent, None
        if parent is None:
            return
        self._drop_channel(parent)
        self._buffer = b""
        for worker in self._workers.values():
            worker.fail(death(0, self.settings))
            worker.close()
        self._workers.clear()
        self._idle.clear()
        if self.failure:
            self.state = "failed"
            self._fail_all(self.not_ready())
            self._spawn(asyncio.to_thread(end, parent.process))
        else:
            self.state = "starting"
            self._spawn(self._restart(parent))
        self.changed.set()

    async def _restart(self, parent: Parent) -> None:
        await asyncio.to_thread(end, parent.process)
        pause = min(0.1 * 2**self._restarts, _LONGEST_PAUSE)
        self._restarts += 1
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._closing.wait(), pause)
            return
        await self.start()

    def _left(self, worker: Worker) -> None:
        """Note that a worker's connection is closed: the word of its death may have come before, or never come."""
        if worker in self._idle:
            self._idle.remove(worker)
            self._workers.pop(worker.number, None)
        elif worker.reply is not None:
            asyncio.get_running_loop().call_later(_LATE, worker.fail, death(0, self.settings))

    def _drop_channel(self, parent: Parent) -> None:
        asyncio.get_running_loop().remove_reader(parent.channel.fileno())
        parent.channel.close()
        while self._fds:
            os.close(self._fds.popleft())
        if self.state == "closed":
            for worker in self._workers.values():
                worker.close()

    def _fail_all(self, problem: Problem) -> None:
        for worker in self._workers.values():
            worker.fail(problem)
        for queue in self._waiting.values():
            for future in queue:
                if not future.done():
                    future.set_exception(problem)

    def not_ready(self) -> Problem:
        """Say why no query can be answered now."""
        if self.state == "failed":
            detail = f"The data could not be loaded: {self.failure}"
            return Problem("not-ready", detail, headers={"Retry-After": "60"})
        if self.state == "closed":
            return Problem("not-ready", "The service is stopping.", headers={"Retry-After": "10"})
        return Problem("not-ready", "The data are still being loaded.", headers={"Retry-After": "1"})


def _give_up(future: asyncio.Future[Worker], seconds: float) -> None:
    if not future.done():
        future.set_exception(_overloaded(f"No process was free within {seconds:g} seconds."))


def _overloaded(detail: str) -> Problem:
    return Problem("overloaded", detail, "Try again shortly.", headers={"Retry-After": "2"})
