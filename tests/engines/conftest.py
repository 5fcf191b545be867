"""The engines, each with the built graph published to it once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cpgraph import publish, remote
from cpgraph.publish import Content
from cpgraph.store import Graph, open_graph

from .running import Running, oxigraph, virtuoso


@pytest.fixture(scope="session")
def content(built: Path) -> Content:
    return publish.read(built / "cpgraph.nq")


@pytest.fixture(scope="session")
def embedded(built: Path) -> Graph:
    return open_graph(built / "cpgraph.nq")


@pytest.fixture(scope="session", params=["oxigraph", "virtuoso"])
def engine(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A real engine; skips, and says so, where it is not installed."""
    starting = oxigraph() if request.param == "oxigraph" else virtuoso(tmp_path_factory.mktemp("virtuoso"))
    with starting as running:
        yield running


@pytest.fixture(scope="session")
def filled(engine: Running, content: Content) -> Running:
    """The engine with the built graph in it."""
    with publish.target(remote.engine(engine.url), engine.access) as target:
        publish.publish(content, target, lambda _: None)
    return engine
