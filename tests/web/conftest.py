"""One service on a small graph for all tests of the serve wing, and a way to start others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from cpgraph.web.settings import Settings

from .service import Service, serving

HERE = Path(__file__).parent
Serve = Callable[..., Service]


@pytest.fixture(scope="session")
def graph_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("graph") / "small.nq"
    quads = ox.parse(path=HERE / "small.trig")
    ox.serialize(sorted(quads, key=str), path, ox.RdfFormat.N_QUADS)
    return path


@pytest.fixture(scope="session")
def client(graph_file: Path) -> Iterator[Service]:
    settings = Settings(graph=graph_file, queries=HERE / "queries", workers=2, time_limit=5)
    with serving(settings) as service:
        yield service


@pytest.fixture
def serve(graph_file: Path) -> Iterator[Serve]:
    """Start a service of its own with other settings: `serve(time_limit=1)`."""
    with ExitStack() as stack:

        def start(**given: Any) -> Service:
            defaults: dict[str, Any] = {"graph": graph_file, "queries": HERE / "queries", "workers": 2}
            return stack.enter_context(serving(Settings(**(defaults | given))))

        yield start
