"""Two hundred clients at once, a third of them with monstrous queries: each is answered or told when to come."""

from __future__ import annotations

import asyncio
import os
from collections import Counter

import httpx

from .conftest import ANY, LIMITS, Storm
from .monsters import KILLED, STOPPED

CLIENTS = 200
HEAVY = [*KILLED.values(), *STOPPED.values()]


def light() -> str:
    """A query that no cache holds, and its word."""
    return f"SELECT ('{os.urandom(8).hex()}' AS ?word) {{ ?s a ?class }} LIMIT 1"


async def at_once(storm: Storm, texts: list[str]) -> list[httpx.Response]:
    """Send every query on a connection of its own, all together."""
    limits = httpx.Limits(max_connections=len(texts))
    headers = {"Content-Type": "application/sparql-query", "Accept": ANY}
    async with httpx.AsyncClient(base_url=storm.url, timeout=60, limits=limits, headers=headers) as asker:
        return list(await asyncio.gather(*(asker.post("/sparql", content=text.encode()) for text in texts)))


def test_two_hundred_clients_are_all_answered(storm: Storm) -> None:
    """What is heavy is killed or refused; what is light is answered or, when the queue is full, told when to come."""
    texts = [HEAVY[n // 3 % len(HEAVY)] + f" # {n}" if n % 3 == 0 else light() for n in range(CLIENTS)]
    answers = asyncio.run(at_once(storm, texts))
    kinds = [storm.judge(answer) for answer in answers]
    lights = Counter(kind for n, kind in enumerate(kinds) if n % 3)
    heavies = Counter(kind for n, kind in enumerate(kinds) if n % 3 == 0)
    assert set(lights) <= {"ok", "overloaded"}, lights
    assert lights["ok"] >= LIMITS.workers
    assert set(heavies) <= {"time-limit", "out-of-memory", "result-too-large", "overloaded"}, heavies
    for text, answer in zip(texts, answers, strict=True):
        if answer.status_code == 200:  # nobody gets the answer of another
            assert answer.json()["results"]["bindings"][0]["word"]["value"] in text


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
