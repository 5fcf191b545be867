"""Fixtures shared by all tests: the checkout, a fresh build of the real data, the report's texts."""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import Quad, RdfFormat, parse

from cpgraph.build import build
from cpgraph.reader import read
from cpgraph.records.data import Data

REPO = Path(__file__).resolve().parents[1]
LONG = """
browser/test_pages.py test_mutation.py test_rules.py linked/test_site_queries.py test_shapes.py
web/test_web_isolation.py test_check.py linked/test_site_pages.py web/hostile/test_corpus.py test_queries.py
linked/test_two_reports.py
""".split()
"""Files that take longest; they begin first, so that no process waits for another's at the end."""


CHOSEN = os.environ.pop("CPGRAPH_SOURCE", os.environ.get("TEXTS_OF_TESTS", ""))
"""The texts that tests read; they are not the copy of each service that tests start."""
os.environ["TEXTS_OF_TESTS"] = CHOSEN


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Order the files, and leave the tests of each in theirs; whole folders are for `make check`."""
    for item in items:
        if {"engines", "hostile"} & set(item.path.parts) and item.path.name != "test_corpus.py":
            item.add_marker("slow")
    place = {name: number for number, name in enumerate(LONG)}
    items.sort(key=lambda item: place.get(item.path.relative_to(REPO / "tests").as_posix(), len(LONG)))


@pytest.fixture(scope="session")
def repo() -> Path:
    return REPO


@pytest.fixture(scope="session")
def data() -> Data:
    return read(REPO / "data")


def once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """A folder that the first process of a run makes for all; each has links of its own to its files."""
    shared = factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        shared = shared.parent
    with (shared / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        whole = shared / f"{name}-whole"
        if not whole.exists():
            partial = factory.mktemp(f"{name}-partial")
            make(partial)
            partial.rename(whole)
    return Path(shutil.copytree(whole, factory.mktemp(name) / name, copy_function=os.link))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a fresh build of the real data, made as `cpgraph build` makes it."""
    return once(tmp_path_factory, "dist", lambda place: build(REPO, place, lambda _: None))


@pytest.fixture(scope="session")
def both(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a build of the real data and the invented report together."""

    def make(home: Path) -> None:
        for name in ("data", "ontology", "queries"):
            shutil.copytree(REPO / name, home / name)
        add_demo(home / "data")
        build(home, home / "dist", lambda _: None)

    return once(tmp_path_factory, "both", make) / "dist"


@pytest.fixture(scope="session")
def quads(built: Path) -> list[Quad]:
    """The statements of the real graph."""
    return list(parse(path=str(built / "cpgraph.nq"), format=RdfFormat.N_QUADS))


def source_files() -> list[Path]:
    """The texts of the report that are at hand: CPGRAPH_SOURCE (a file or a folder), else ../shared/seeds."""
    place = Path(CHOSEN) if CHOSEN else REPO.parent / "shared" / "seeds"
    if place.is_file():
        return [place]
    return sorted(place.glob("*.txt")) if place.is_dir() else []


@pytest.fixture(scope="session")
def sources() -> Mapping[str, Path]:
    """The report's texts by SHA-256; skips where there is none."""
    files = source_files()
    if not files:
        pytest.skip("the report's text is not here: set CPGRAPH_SOURCE to its file or folder")
    return {sha256(path.read_bytes()).hexdigest(): path for path in files}


DEMO = REPO / "tests" / "reports"


def add_demo(data_folder: Path) -> Path:
    """Put the invented report into a data folder, with its evidence, as an author would."""
    folder = data_folder / "reports" / "demo-2022"
    shutil.copytree(DEMO / "demo-2022", folder)
    return folder


def checkout(home: Path) -> Path:
    """Fill a folder with a checkout in small: the shared data, the ontology, and the invented report alone."""
    for name in ("data/shared", "data/law", "ontology"):
        shutil.copytree(REPO / name, home / name)
    add_demo(home / "data")
    return home


@pytest.fixture
def small(tmp_path: Path) -> Path:
    return checkout(tmp_path)


@pytest.fixture(scope="session")
def harbor(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout, built, with an invented report alone that has one thing of every kind."""

    def make(home: Path) -> None:
        shutil.copytree(REPO / "tests" / "rules" / "base", home / "data")
        for name in ("ontology", "queries/rules"):
            shutil.copytree(REPO / name, home / name)
        build(home, home / "dist", lambda _: None)

    return once(tmp_path_factory, "harbor", make)


@pytest.fixture(scope="session")
def harbor_quads(harbor: Path) -> list[Quad]:
    """The statements of that report's graph, as its file has them."""
    return list(parse(path=str(harbor / "dist" / "cpgraph.nq"), format=RdfFormat.N_QUADS))
