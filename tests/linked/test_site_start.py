"""What is made ready before it is asked for, and what is worked out once."""

from __future__ import annotations

import asyncio

from cpgraph.web.pages.page import Row, Rows, Term
from cpgraph.web.pages.quality import CheckRunner
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings
from web.service import serving

from .asking import Site


def row(**given: str) -> Row:
    """A row of a result with these columns; of a check, unstated severity and code are unbound."""
    columns = frozenset({*given, "code", "severity"})
    return Row(columns, {name: Term(value, "literal") for name, value in given.items()})


FOUND = Rows(check=[row(check=name, select=f"SELECT {name}") for name in "ba"])


class Engine:
    """Counts what it is asked; `broken` are the queries that it refuses."""

    def __init__(self, *broken: str) -> None:
        self.asked: list[str] = []
        self.broken = set(broken)

    async def __call__(self, query: str) -> list[Row]:
        self.asked.append(query)
        if query in self.broken:
            raise Problem("time-limit", "It took too long.")
        return [row(focus=query)]


def test_a_check_is_run_once_and_one_that_could_not_be_run_again() -> None:
    engine = Engine("SELECT b")
    runner = CheckRunner(FOUND, engine)
    first = asyncio.run(runner.results())
    assert [(item.iri, item.found, item.outcome) for item in first] == [
        ("a", frozenset({"SELECT a"}), "fails"),
        ("b", None, "not run"),
    ]
    engine.broken.clear()
    second = asyncio.run(runner.results())
    assert [set(item.found or ()) for item in second] == [{"SELECT a"}, {"SELECT b"}]
    assert second == asyncio.run(runner.results())
    assert sorted(engine.asked) == ["SELECT a", "SELECT b", "SELECT b"]


def test_what_an_anomaly_states_is_no_fault() -> None:
    stated = Rows(FOUND, stated=[row(check="a", target="SELECT a", anomaly="known")])
    first, second = asyncio.run(CheckRunner(stated, Engine()).results())
    assert (first.outcome, first.unstated, second.outcome, second.unstated) == ("passes", 0, "fails", 1)


def test_checks_wait_while_others_ask() -> None:
    engine = Engine()
    looks = iter([False, False, True, True])
    asyncio.run(CheckRunner(FOUND, engine).run_when_idle(lambda: next(looks)))
    assert engine.asked == ["SELECT a", "SELECT b"]
    assert next(looks, None) is None


def test_a_service_reads_of_itself_what_its_first_page_needs(site: Site) -> None:
    given = site.service.app.state.service.settings
    with serving(Settings(graph=given.graph, queries=given.queries, workers=1)) as service:
        templates = service.app.state.service.templates

        async def read() -> None:
            while templates.index is None:
                await asyncio.sleep(0.01)

        service.run(asyncio.wait_for(read(), 20))
