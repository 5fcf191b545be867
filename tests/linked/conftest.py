"""One service on the real data for all tests of the site, and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import REPO
from cpgraph.store import Graph, evaluate, open_graph
from cpgraph.web.engine.base import GraphInfo
from cpgraph.web.pages import index, page
from cpgraph.web.pages.things import Index, Thing
from cpgraph.web.settings import Settings
from web.service import serving

from .asking import Site

_IN_DOCUMENT = re.compile(r"#|/(?:ns|shapes|house)/")


@pytest.fixture(scope="session")
def site(built: Path) -> Iterator[Site]:
    settings = Settings(
        graph=built / "cpgraph.nq", queries=REPO / "queries" / "answers", workers=2, cache_bytes=2**24
    )
    with serving(settings) as service:
        yield Site(service)


@pytest.fixture(scope="session")
def graph(built: Path) -> Graph:
    return open_graph(built / "cpgraph.nq")


@pytest.fixture(scope="session")
def things(graph: Graph) -> Index:
    """Everything that has a page, as the site knows it."""
    counts = {
        str(name.value): sum(1 for _ in graph.store.quads_for_pattern(None, None, None, name))
        for name in graph.store.named_graphs()
    }
    return index.build(page.read(evaluate(graph, index.job()).body), GraphInfo("", 0, counts, {}))


@pytest.fixture(scope="session")
def sample(things: Index) -> list[Thing]:
    """The thing in the middle of each list; a version of a document has its page."""
    lists = (
        [one for one in listed if not _IN_DOCUMENT.search(one.iri)] for listed in things.by_kind.values()
    )
    return [kept[len(kept) // 2] for kept in lists if kept]
