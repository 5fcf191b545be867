"""Monsters: all of them at once against one service, which answers light queries meanwhile and is whole afterwards."""

from __future__ import annotations

import asyncio
import os

import httpx
import pytest

from .conftest import ANY, LIMITS, Storm
from .monsters import ALL, KINDS

DIRECT = {"Content-Type": "application/sparql-query", "Accept": ANY}


async def post(asker: httpx.AsyncClient, text: str) -> httpx.Response:
    return await asker.post("/sparql", content=text.encode(), headers=DIRECT)


def light() -> str:
    """A query that no cache holds."""
    return f"SELECT ?s {{ ?s a ?class FILTER('{os.urandom(8).hex()}' != '') }} LIMIT 1"


@pytest.fixture(scope="module")
def answers(storm: Storm) -> dict[str, tuple[int, str]]:
    """The status and kind of every monster's answer; as many run at a time as there are workers but one."""

    async def all_of() -> dict[str, httpx.Response]:
        found: dict[str, httpx.Response] = {}
        lights: list[httpx.Response] = []
        todo = list(ALL)
        async with httpx.AsyncClient(base_url=storm.url, timeout=60) as asker:

            async def work() -> None:
                while todo:
                    name = todo.pop()
                    found[name] = await post(asker, ALL[name])

            async def look() -> None:
                while todo:
                    lights.append(await post(asker, light()))
                    await asyncio.sleep(0.05)

            await asyncio.gather(look(), *(work() for _ in range(LIMITS.workers - 1)))
        assert len(lights) > 5
        assert {answer.status_code for answer in lights} == {200}
        for answer in lights:
            storm.judge(answer)
        return found

    found = asyncio.run(all_of())
    return {name: (answer.status_code, storm.judge(answer)) for name, answer in found.items()}


@pytest.mark.parametrize("name", ALL)
def test_a_monster_ends_in_an_answer_or_a_refusal(answers: dict[str, tuple[int, str]], name: str) -> None:
    assert answers[name][1] in KINDS[name]


def test_the_monsters_were_monsters(answers: dict[str, tuple[int, str]]) -> None:
    """Each way to end a query has ended some."""
    kinds = [kind for _, kind in answers.values()]
    for kind in ("time-limit", "out-of-memory", "result-too-large", "query-too-deep", "ok"):
        assert kinds.count(kind) >= 2, kind


def test_the_service_is_whole_after_them(storm: Storm, answers: dict[str, tuple[int, str]]) -> None:
    for _ in range(2 * LIMITS.workers):
        assert storm.is_light()
