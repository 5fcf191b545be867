"""A worker that has answered often gives way to a new one, and no query notices."""

from __future__ import annotations

import pytest

from cpgraph.web import pool

from .conftest import Serve


def test_workers_retire_between_answers(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "RETIRE_AFTER", 3)
    service = serve(workers=1, cache_bytes=0)
    first = set(service.pool._workers)
    statuses = [service.query(f"SELECT ?s {{ ?s ?p {number} }}").status_code for number in range(20)]
    assert statuses == [200] * 20
    assert not first & set(service.pool._workers)


def test_a_worker_that_has_grown_gives_way(serve: Serve) -> None:
    service = serve(workers=1, cache_bytes=0)
    first = set(service.pool._workers)
    assert service.query("SELECT ?s { ?s ?p ?o }").status_code == 200
    assert set(service.pool._workers) == first
    large = "SELECT (STRLEN(?x16) AS ?n) { BIND('" + "x" * 1_000 + "' AS ?x0) "
    large += " ".join(f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})" for n in range(16)) + " }"
    assert service.query(large).json()["results"]["bindings"][0]["n"]["value"] == str(1_000 * 2**16)
    assert service.query("SELECT ?s { ?s ?p 1 }").status_code == 200
    assert not first & set(service.pool._workers)
    assert service.pool.deaths == 0
