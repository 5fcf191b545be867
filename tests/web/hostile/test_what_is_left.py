"""Two hundred clients at once; and after a storm: memory is back, no process left over, no descriptor leaked."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from cpgraph.web.engine.worker import GROWN

from ..service import started
from . import metering
from .conftest import ANY, BOUND, LIMITS, REAL, Storm
from .monsters import KILLED, STOPPED

pytestmark = pytest.mark.skipif(not metering.IS_HERE, reason="the system does not show what processes hold")

NEAR = LIMITS.cache_bytes * 5 // 4 + LIMITS.workers * GROWN + 32 * 2**20
"""Bytes beyond the start that may stay: kept results, what a worker may have grown, what allocators keep."""
HEAVY = [*KILLED.values(), *STOPPED.values()]


def settles(is_so: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether something comes to be so in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def flood(storm: Storm, count: int) -> None:
    """Ask all at once, each on a connection of its own: a third is heavy, and some leave before their answer.

    What is heavy is killed or refused; what is light is answered or, when the queue is full, told when to come.
    """
    kinds = Counter[str]()

    async def one(asker: httpx.AsyncClient, number: int) -> None:
        word, is_heavy = os.urandom(8).hex(), number % 3 == 0
        text = (
            HEAVY[number // 3 % len(HEAVY)]
            if is_heavy
            else f"SELECT ('{word}' AS ?word) {{ ?s a ?c }} LIMIT 1"
        )
        content, patience = f"{text} # {number}".encode(), 0.3 if number % 10 == 0 else 60
        try:
            answer = await asker.post("/sparql", content=content, timeout=patience)
        except httpx.TimeoutException:
            return
        kind = storm.judge(answer)
        kinds[kind] += 1
        assert kind in ({"time-limit", "out-of-memory", "result-too-large"} if is_heavy else {"ok"}) | {
            "overloaded"
        }
        assert kind != "ok" or word in answer.text  # nobody gets the answer of another

    async def all_of() -> None:
        limits = httpx.Limits(max_connections=count, max_keepalive_connections=0)
        headers = {"Content-Type": "application/sparql-query", "Accept": ANY}
        async with httpx.AsyncClient(base_url=storm.url, limits=limits, headers=headers) as asker:
            await asyncio.gather(*(one(asker, number) for number in range(count)))

    asyncio.run(all_of())
    assert kinds["ok"] >= LIMITS.workers


def test_what_a_storm_held_is_given_back(storm: Storm) -> None:
    assert storm.meter is not None
    start, server = storm.meter.start, storm.service.process.pid
    parent = metering.tree(server)[1]
    flood(storm, 20)
    assert settles(lambda: len(metering.tree(server)) <= 2 + LIMITS.workers)
    before = [metering.descriptors(server) + 2 * LIMITS.workers, metering.descriptors(parent)]
    processes = set(metering.tree(server))
    flood(storm, 200)
    assert storm.is_light()
    assert storm.meter.looks > 5
    assert storm.meter.peak <= start + BOUND
    assert settles(lambda: len(metering.tree(server)) <= 2 + LIMITS.workers)
    assert settles(lambda: metering.descriptors(server) <= before[0])
    assert settles(lambda: metering.descriptors(parent) <= before[1])
    assert set(metering.tree(server)) != processes  # some were killed, and others took their places
    assert settles(lambda: metering.memory(metering.tree(server)) <= start + NEAR)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL], ids=["asked", "killed"])
def test_no_process_is_left_behind(tmp_path: Path, graph_file: Path, number: int) -> None:
    """The workers end with the service, even with one that could not tell them to."""
    given = {"workers": "4", "time_limit": "60", "shutdown_time": "0", "queries": str(REAL)}
    with started(tmp_path, graph_file, **given) as service:
        asks = [httpx.Client(base_url=service.url) for _ in range(4)]
        for place, asker in enumerate(asks):
            with pytest.raises(httpx.TimeoutException):
                asker.get(
                    "/sparql", params={"query": f"{KILLED['cross-join-counted']} #{place}"}, timeout=0.1
                )
            asker.close()
        processes = metering.tree(service.process.pid)
        assert 2 < len(processes) <= 2 + 4
        os.kill(service.process.pid, number)
        service.process.wait(20)
    assert settles(lambda: not any((metering.PROC / str(process)).exists() for process in processes))


def test_more_connections_than_may_be_open_are_told_so(storm: Storm) -> None:
    async def crowd() -> list[bytes]:
        opened = await asyncio.gather(
            *(
                asyncio.open_connection("127.0.0.1", storm.service.port)
                for _ in range(LIMITS.connections + 40)
            )
        )

        async def hear(reader: asyncio.StreamReader) -> bytes:
            try:
                return await asyncio.wait_for(reader.read(65_536), 10)
            except ConnectionError:
                return b""

        heard = await asyncio.gather(*(hear(reader) for reader, _ in opened))
        for _, writer in opened:
            writer.close()
        return list(heard)

    heard = [text for text in asyncio.run(crowd()) if text]  # the others were closed when no head had come
    assert 0 < len(heard) <= 60
    for text in heard:
        assert text.startswith(b"HTTP/1.1 503 ")
        assert b"\r\nRetry-After: " in text
    assert storm.is_light()
