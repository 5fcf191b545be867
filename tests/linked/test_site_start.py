"""What is made ready before it is asked for, and what is worked out once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from conftest import REPO
from cpgraph.web.pages.page import Row, Rows, Term
from cpgraph.web.pages.quality import results
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings
from web.service import serving


def row(**given: str) -> Row:
    """A row of a result with these columns; of a check, unstated severity and code are unbound."""
    columns = frozenset({*given, "code", "severity"})
    return Row(columns, {name: Term(value, "literal") for name, value in given.items()})


FOUND = Rows(check=[row(check=name, select=f"SELECT {name}") for name in "ba"])


class Engine:
    """Answers each query but those that are `broken`."""

    def __init__(self, *broken: str) -> None:
        self.broken = set(broken)

    async def __call__(self, query: str) -> list[Row]:
        if query in self.broken:
            raise Problem("time-limit", "It took too long.")
        return [row(focus=query)]


def test_a_check_fails_by_what_no_anomaly_states() -> None:
    stated = Rows(FOUND, stated=[row(check="a", target="SELECT a", anomaly="known")])
    first, second = asyncio.run(results(stated, Engine()))
    assert (first.outcome, first.unstated, second.outcome, second.unstated) == ("passes", 0, "fails", 1)
    _, broken = asyncio.run(results(stated, Engine("SELECT b")))
    assert (broken.found, broken.outcome) == (None, "not run")


def test_a_service_reads_of_itself_what_its_first_page_needs(harbor: Path) -> None:
    queries = REPO / "queries" / "answers"
    with serving(Settings(graph=harbor / "dist" / "cpgraph.nq", queries=queries, workers=1)) as service:
        templates = service.app.state.service.templates

        async def read() -> None:
            while templates.index is None:
                await asyncio.sleep(0.01)

        service.run(asyncio.wait_for(read(), 20))
