"""After a storm: memory is back near the start, no process is left over, no descriptor has leaked."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from cpgraph.web.engine.worker import GROWN

from ..service import started
from . import metering
from .conftest import ANY, BOUND, LIMITS, REAL, Storm
from .monsters import ANYHOW, KILLED, STOPPED

pytestmark = pytest.mark.skipif(not metering.IS_HERE, reason="the system does not show what processes hold")

NEAR = LIMITS.cache_bytes * 5 // 4 + LIMITS.workers * GROWN + 32 * 2**20
"""Bytes beyond the start that may stay: kept results, what a worker may have grown, what allocators keep."""
FLOOD = [*KILLED.values(), *STOPPED.values(), ANYHOW["unions"], ANYHOW["describe-all-often"]]


def settles(is_so: Callable[[], bool], seconds: float = 30) -> bool:
    """Whether something comes to be so in time."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.2)
    return True


def flood(storm: Storm, rounds: int) -> None:
    """Send what is heavy and what is wrong, on new connections, some of which are left before the answer."""

    async def one(asker: httpx.AsyncClient, number: int) -> None:
        text = FLOOD[number % len(FLOOD)] if number % 2 else f"SELECT ?s {{ ?s ?p ?o }} LIMIT {number}"
        headers = {"Content-Type": "application/sparql-query", "Accept": ANY}
        patience = 0.3 if number % 5 == 0 else 60
        try:
            answer = await asker.post(
                "/sparql", content=f"{text} # {number}".encode(), headers=headers, timeout=patience
            )
            storm.judge(answer)
        except httpx.TimeoutException:
            pass

    async def all_of() -> None:
        limits = httpx.Limits(max_connections=60, max_keepalive_connections=0)
        async with httpx.AsyncClient(base_url=storm.url, limits=limits) as asker:
            await asyncio.gather(*(one(asker, number) for number in range(rounds)))

    asyncio.run(all_of())


def test_what_a_storm_held_is_given_back(storm: Storm) -> None:
    assert storm.meter is not None
    start, server = storm.meter.start, storm.service.process.pid
    parent = metering.tree(server)[1]
    flood(storm, 20)
    assert settles(lambda: len(metering.tree(server)) <= 2 + LIMITS.workers)
    before = [metering.descriptors(server) + 2 * LIMITS.workers, metering.descriptors(parent)]
    processes = set(metering.tree(server))
    flood(storm, 120)
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
