"""How many of our files a request passes: those in which a function runs, in the web process and in the worker."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

import cpgraph

from .conftest import HERE
from .service import Running, started

OURS = Path(cpgraph.__file__).parent


CLOCK = {"web/server.py"}
"""No request passes it: uvicorn's clock resumes what runs the server, ten times a second, whoever asks."""


@pytest.fixture(scope="module")
def traced(tmp_path_factory: pytest.TempPathFactory, built: Path) -> Iterator[tuple[Running, Path]]:
    folder = tmp_path_factory.mktemp("reach")
    (notes := folder / "notes").mkdir()
    more = {"PYTHONPATH": str(HERE / "tracing"), "REACH_OF": f"{OURS}/", "REACH_INTO": str(notes)}
    settings = {"queries": str(HERE / "queries"), "log_queries": "no", "workers": "1"}
    with started(folder, built / "cpgraph.nq", more, **settings) as service:
        httpx.get(f"{service.url}/quality", timeout=120)  # afterwards nothing is being prepared
        yield service, notes


def passed(traced: tuple[Running, Path], accept: str, first: str, second: str) -> set[str]:
    """The files that the second request of a kind passes; what is imported once is imported by then."""
    service, notes = traced
    headers = {"Accept": accept, "Accept-Encoding": "gzip"}
    assert httpx.get(service.url + first, headers=headers, timeout=60).status_code == 200
    for _ in range(60):
        for note in notes.iterdir():
            note.rmdir()
        time.sleep(0.5)
        if {note.name.replace("|", "/") for note in notes.iterdir()} <= CLOCK:
            break
    answer = httpx.get(service.url + second, headers=headers, timeout=60)
    assert answer.status_code == 200
    return {note.name.replace("|", "/") for note in notes.iterdir()} - CLOCK


def test_an_uncached_query_passes_at_most_ten_files(traced: tuple[Running, Path]) -> None:
    first, second = (f"/sparql?query=SELECT+*{{?s+a+?c+FILTER(?s!={n})}}LIMIT+3" for n in range(2))
    files = passed(traced, "application/json", first, second)
    assert "store.py" in files  # the worker is watched too
    assert "web/routers/sparql.py" in files
    assert len(files) <= 10, "\n".join(sorted(files))


@pytest.mark.parametrize(
    ("first", "second", "most"),
    [
        ("observation/mean-sentence_prod-2019", "observation/mean-guideline-minimum_prod-2019", 14),
        ("part/table-9", "part/table-1", 17),  # three of them draw its chart
    ],
)
def test_a_page_passes_few_files(traced: tuple[Running, Path], first: str, second: str, most: int) -> None:
    paths = (f"/report/ussc-2021-production/{name}.html" for name in (first, second))
    files = passed(traced, "text/html", *paths)
    assert any(name.endswith(".html") for name in files)  # templates are counted
    assert len(files) <= most, "\n".join(sorted(files))
