"""Clients that others wrote: of Data Cubes, which read every row of the row view, and of SPARQL, which joins."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from conftest import REPO
from cpgraph.vocab import PREFIXES, is_apart
from linked.test_joining import FEDERATED

from .service import Running, started

pytestmark = pytest.mark.slow

CLIENTS = REPO / "tests" / "clients"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clients with what they need; skips without npm or its registry."""
    if shutil.which("npm") is None:
        pytest.skip("no npm on this machine, which fetches the clients: install Debian's package npm")
    home = shutil.copytree(CLIENTS, tmp_path_factory.mktemp("clients"), dirs_exist_ok=True)
    done = subprocess.run(
        ["npm", "ci", "--silent"], cwd=home, capture_output=True, text=True, timeout=180, check=False
    )
    if done.returncode:
        pytest.skip(f"npm cannot fetch the clients: {done.stderr.strip()[-200:]}")
    return home


@pytest.fixture(scope="module")
def service(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with started(tmp_path_factory.mktemp("log"), built / "cpgraph.nq") as running:
        yield running


@pytest.fixture(scope="module")
def expected(built: Path) -> dict[str, int]:
    """How many rows each cube of the row view has, counted in the file."""
    quads = list(ox.parse(path=str(built / "cpgraph.nq"), format=ox.RdfFormat.N_QUADS))
    within = ox.NamedNode(PREFIXES["qb"] + "dataSet")
    found: dict[str, int] = {}
    for quad in quads:
        if is_apart(str(quad.graph_name)) and quad.predicate == within:
            found[quad.object.value] = found.get(quad.object.value, 0) + 1
    assert len(found) > 40
    return found


def told(folder: Path, *command: str) -> dict[str, Any]:
    done = subprocess.run(
        ["node", *command], cwd=folder, capture_output=True, text=True, timeout=300, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return dict(json.loads(done.stdout))


def test_a_data_cube_client_reads_every_row(folder: Path, service: Running, expected: dict[str, int]) -> None:
    """@zazuko/query-rdf-data-cube finds structure, labels and rows in the graph of the cube."""
    cubes = told(folder, "data-cube.cjs", f"{service.url}/sparql")
    rows = {iri: cube["rows"] for iri, cube in cubes.items() if is_apart(cube["graph"])}
    assert rows == expected
    for iri in rows:
        assert all(cubes[iri]["components"]), iri
        assert all(cubes[iri]["codes"]), iri


def test_a_cube_link_client_reads_every_row(
    folder: Path, service: Running, built: Path, expected: dict[str, int]
) -> None:
    """rdf-cube-view-query finds the same rows by their constraints, with each cell filled."""
    graph = next(
        line.rsplit("<", 1)[1].split(">")[0]
        for line in (built / "cpgraph.nq").read_text(encoding="utf-8").splitlines()
        if is_apart(line.rsplit("<", 1)[1].split(">")[0])
    )
    cubes = told(folder, "cube-link.mjs", f"{service.url}/sparql", graph)
    assert sorted(cube["rows"] for cube in cubes.values()) == sorted(expected.values())
    for iri, cube in cubes.items():
        assert set(cube["cells"]) == {len(cube["properties"])}, iri


@pytest.mark.parametrize(("name", "facts", "number"), FEDERATED)
def test_comunica_joins_other_data_with_ours(
    folder: Path, service: Running, name: str, facts: str, number: str
) -> None:
    query = (REPO / "docs" / "federated" / f"{name}.rq").read_text()
    (folder / "query.rq").write_text(query.replace("http://127.0.0.1:8000", service.url))
    (folder / "facts.ttl").write_text(facts)
    (row,) = told(folder, "federated.mjs", "query.rq", "facts.ttl")["rows"]
    assert number in row.values()
