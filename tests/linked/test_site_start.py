"""What is made ready before it is asked for, and what is worked out once."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from cpgraph.web.linked.quality import Checking
from cpgraph.web.linked.rows import Row, Rows, Term
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings
from web.service import serving

from .asking import Site


def _row(check: str) -> Row:
    return {"check": Term("iri", check), "select": Term("literal", f"SELECT {check}")}


FOUND = Rows({"check": (_row("b"), _row("a"))})


class Engine:
    """Counts what it is asked; `broken` are the queries that it refuses."""

    def __init__(self, *broken: str) -> None:
        self.asked: list[str] = []
        self.broken = set(broken)

    async def __call__(self, query: str) -> tuple[Row, ...]:
        self.asked.append(query)
        if query in self.broken:
            raise Problem("time-limit", "It took too long.")
        return ({"focus": Term("iri", query)},)


def test_a_check_is_run_once() -> None:
    engine = Engine()
    checking = Checking(FOUND, engine)

    async def twice() -> list[Any]:
        return [await checking.outcomes(), await checking.outcomes()]

    first, second = asyncio.run(twice())
    assert [item.found for item in first] == [frozenset({"SELECT a"}), frozenset({"SELECT b"})]
    assert first == second
    assert sorted(engine.asked) == ["SELECT a", "SELECT b"]


def test_a_check_that_could_not_be_run_is_tried_again() -> None:
    engine = Engine("SELECT a")
    checking = Checking(FOUND, engine)
    assert asyncio.run(checking.run("a")).found is None
    engine.broken.clear()
    assert asyncio.run(checking.run("a")).found == frozenset({"SELECT a"})


def test_checks_wait_while_others_ask() -> None:
    engine = Engine()
    looks = iter([False, False, True, True])
    asyncio.run(Checking(FOUND, engine).run_when_idle(lambda: next(looks)))
    assert engine.asked == ["SELECT a", "SELECT b"]
    assert next(looks, None) is None


def test_the_first_page_finds_the_index_read(site: Site, monkeypatch: Any) -> None:
    """A service prepares of itself what its first page needs."""
    monkeypatch.setattr("cpgraph.web.app._FIRST", 0)
    settings = Settings(graph=site.service.engine.settings.graph, workers=1)
    with serving(settings) as service:
        deadline = time.monotonic() + 20
        while service.app.state.service.templates.index is None:
            assert time.monotonic() < deadline
            time.sleep(0.01)
