"""The files of which a kind of page is made fit each other; and what is made ready before it is asked for."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

import pytest

import cpgraph.web
from conftest import REPO
from cpgraph import vocab
from cpgraph.web.pages.page import Row, Rows, Term
from cpgraph.web.pages.quality import results
from cpgraph.web.pages.things import HASH_DOCUMENTS, KINDS
from cpgraph.web.pages.views import PAGES
from cpgraph.web.problems import Problem
from cpgraph.web.settings import Settings
from web.service import serving

WEB = Path(cpgraph.web.__file__).parent
SECTION = re.compile(r"\brows(?:\.first\(\"|\[\"|\.)(?!(?:first|items|setdefault)\b)([\w-]+)")
OPTIONAL = {"offset", "found"}  # a page may have evidence without places; `found` is of its second query


def macros() -> dict[str, set[str]]:
    """The sections that each macro reads."""
    text = (WEB / "templates" / "macros.html").read_text()
    parts = re.split(r"^\{% macro (\w+)", text, flags=re.MULTILINE)
    return {name: set(SECTION.findall(body)) for name, body in zip(parts[1::2], parts[2::2], strict=True)}


@pytest.mark.parametrize("kind", PAGES)
def test_a_page_reads_the_sections_of_its_query(kind: str) -> None:
    query = PAGES[kind].query
    bound = set(re.findall(r'BIND\("([\w-]+)" AS \?section\)', query))
    text = (WEB / "templates" / f"{kind}.html").read_text()
    code = WEB / "pages" / "views" / f"{kind}.py"
    read = set(SECTION.findall(text + (code.read_text() if code.exists() else "")))
    for name in re.findall(r"\bm\.(\w+)", text):
        read |= macros()[name]
    assert read <= bound | OPTIONAL
    for prefix, name in re.findall(
        r"(?<![\w<?$])([a-z][a-z-]*):([A-Za-z_]\w*)", query.partition("SELECT")[2]
    ):
        assert name in vocab.NAMESPACES[prefix], f"{prefix}:{name}"


def test_every_file_is_of_a_page() -> None:
    included = set(
        "every evidence anomalies owned patterns index quality documents text checked keys".split()
    )
    files = {path.stem for path in (WEB / "pages" / "queries").glob("*.rq")}
    assert files == included | set(PAGES)
    assert {path.stem for path in (WEB / "pages" / "views").glob("*.py")} - {"__init__"} <= set(PAGES)
    assert {kind.view for kind in KINDS.values()} | set(HASH_DOCUMENTS) == set(PAGES)


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
