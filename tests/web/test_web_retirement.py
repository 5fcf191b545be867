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
