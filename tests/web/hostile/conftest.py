"""One started service that all storms go against, and what it may hold."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from cpgraph.web.settings import Settings

from ..service import Running, started
from . import metering
from .judging import judge

LIMITS = Settings(
    workers=4,
    time_limit=1,
    memory=128 * 2**20,
    cache_bytes=8 * 2**20,
    outgoing_bytes=64 * 2**20,
    queue=40,
    queue_time=5,
    header_time=2.5,  # a loaded machine sends a head late
    body_time=1.5,
    send_time=1,
    connections=400,
)
BOUND = (
    LIMITS.workers * LIMITS.memory  # what the queries under way take
    + 2 * LIMITS.workers * LIMITS.max_bytes  # their results, gathered and joined
    + LIMITS.cache_bytes  # what is kept
    + 2 * LIMITS.outgoing_bytes  # answers on their way, and what the connections hold of them
    + LIMITS.connections
    * (LIMITS.head_bytes + 2 * 2**16)  # what open connections have sent and not been answered
    + (LIMITS.workers + LIMITS.queue) * 2 * LIMITS.request_bytes  # queries that are read or wait
)
"""The bytes that all processes of the service may come to hold beyond those of its start."""
NUMBERS = [name for name, value in LIMITS if type(value) in (int, float)]
REAL = Path(__file__).parents[3] / "queries" / "answers"
ANY = "application/problem+json, */*;q=0.5"


@dataclass(slots=True)
class Storm:
    """The started service, and the meter that watches it."""

    service: Running
    meter: metering.Meter | None

    @property
    def url(self) -> str:
        return self.service.url

    def judge(self, answer: httpx.Response) -> str:
        """Hold an answer against what all must be; gives its kind."""
        headers = {name.lower(): value for name, value in answer.headers.items()}
        method = answer.request.method
        if answer.headers.get("content-encoding"):
            headers.pop("content-length", None)  # it is that of the packed body
        return judge(answer.status_code, headers, answer.content, method=method)

    def ask(self, query: str, accept: str = ANY) -> httpx.Response:
        """Send a query by POST and judge the answer."""
        headers = {"Content-Type": "application/sparql-query", "Accept": accept}
        answer = httpx.post(f"{self.url}/sparql", content=query.encode(), headers=headers, timeout=60)
        self.judge(answer)
        return answer

    def is_light(self) -> bool:
        """Whether a light query that no cache holds is answered."""
        return self.ask(f"ASK {{ FILTER('{os.urandom(8).hex()}' != '') }}").status_code == 200


@pytest.fixture(scope="session")
def storm(tmp_path_factory: pytest.TempPathFactory, graph_file: Path) -> Iterator[Storm]:
    given = {name: str(getattr(LIMITS, name)) for name in NUMBERS if name != "port"}
    given["queries"] = str(REAL)
    with started(tmp_path_factory.mktemp("storm"), graph_file, **given) as service, ExitStack() as stack:
        httpx.get(f"{service.url}/")  # what is made once and kept is made before the measuring
        meter = metering.Meter(service.process.pid) if metering.IS_HERE else None
        if meter is not None:
            stack.callback(meter.stop)
        yield Storm(service, meter)
        if meter is not None:
            assert meter.peak <= meter.start + BOUND


class Trap:
    """A listener on this machine that nobody may call."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/"
        threading.Thread(target=self._run, daemon=True).start()

    def _run(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        self._socket.close()


@pytest.fixture(scope="session")
def trap() -> Iterator[Trap]:
    made = Trap()
    yield made
    made.close()
