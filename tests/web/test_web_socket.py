"""The service as it is started from a shell, asked over real sockets: odd requests, slow clients, signals."""

from __future__ import annotations

import re
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from .service import Running, started

RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory, graph_file: Path) -> Iterator[Running]:
    with started(
        tmp_path_factory.mktemp("socket"), graph_file, body_time="1", header_time="1", time_limit="2"
    ) as service:
        yield service


def alive(service: Running) -> bool:
    answer = httpx.get(f"{service.url}/sparql", params={"query": f"ASK {{ }} # {time.monotonic_ns()}"})
    return answer.status_code == 200


def test_the_start_is_told_and_each_request_logged(running: Running) -> None:
    assert alive(running)
    time.sleep(0.2)
    log = running.log.read_text()
    assert "cpgraph serves " in log
    assert f"http://127.0.0.1:{running.port}/" in log
    line = r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} INFO cpgraph.access client=127.0.0.1 method=GET path='/sparql' "
    line += r"status=200 ms=[\d.]+ bytes=\d+ rows=1 cache=miss outcome=ok$"
    assert re.search(line, log, re.MULTILINE)
    assert "ASK" not in log  # no query text unless asked for


@pytest.mark.parametrize(
    ("settings", "code", "told"),
    [
        ({"queries": "/none"}, 2, "CPGRAPH_QUERIES is '/none': it must be a folder"),
        ({"time_limit": "soon"}, 2, "CPGRAPH_TIME_LIMIT is 'soon': it should be a valid number"),
        ({"graph": "/none"}, 1, "/none"),
        ({"graph": "BROKEN"}, 1, "could not be loaded"),
        ({"store": "http://127.0.0.1:9/"}, 1, "127.0.0.1:9"),
    ],
)
def test_what_cannot_be_served_is_told_and_ends(
    tmp_path: Path, graph_file: Path, settings: dict[str, str], code: int, told: str
) -> None:
    broken = tmp_path / "broken.nq"
    broken.write_text("<http://e/s> <http://e/p> .")
    if "BROKEN" in settings.values():
        settings = {"graph": str(broken)}
    with started(tmp_path, graph_file, **settings) as service:
        assert service.process.wait(20) == code
        log = service.log.read_text()
        assert told in log
        assert "Traceback" not in log
        assert "cpgraph serves" not in log


def test_a_port_in_use_is_told(running: Running, tmp_path: Path, graph_file: Path) -> None:
    with started(tmp_path, graph_file, port=str(running.port)) as service:
        assert service.process.wait(20) == 1
        log = service.log.read_text()
    assert f"cannot listen at 127.0.0.1, port {running.port}: Address already in use" in log
    assert "serves" not in log
    assert alive(running)


def test_connections_are_limited_and_idle_ones_make_room(tmp_path: Path, graph_file: Path) -> None:
    with started(tmp_path, graph_file, connections="3", header_time="60") as service:
        busy = [socket.create_connection(("127.0.0.1", service.port), timeout=20) for _ in range(2)]
        for channel in busy:
            channel.sendall(b"GET / HTTP/1.1\r\n")
        idle = socket.create_connection(("127.0.0.1", service.port), timeout=20)
        idle.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        time.sleep(0.3)
        assert idle.recv(65536).startswith(b"HTTP/1.1 200")
        third = socket.create_connection(("127.0.0.1", service.port), timeout=20)
        third.sendall(b"GET / HTTP/1.1\r\n")
        assert idle.recv(65536) == b""
        fourth = socket.create_connection(("127.0.0.1", service.port), timeout=20)
        assert b"503 Service Unavailable" in fourth.recv(65536)
        for channel in (*busy, idle, third, fourth):
            channel.close()


def test_a_connection_serves_many_requests(running: Running) -> None:
    with httpx.Client(base_url=running.url) as client:
        for number in range(50):
            answer = client.get(
                "/sparql", params={"query": f"SELECT ({number} AS ?n) {{ }}", "format": "csv"}
            )
            assert answer.text == f"n\r\n{number}\r\n"


def test_a_client_that_leaves_is_logged_and_forgotten(running: Running) -> None:
    for _ in range(4):
        with socket.create_connection(("127.0.0.1", running.port)) as channel:
            channel.sendall(f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            time.sleep(0.3)
    assert alive(running)
    assert "outcome=client-gone" in running.log.read_text()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_signal_ends_the_service_in_seconds_under_load(
    tmp_path: Path, graph_file: Path, number: int
) -> None:
    with started(tmp_path, graph_file, time_limit="60", shutdown_time="1") as service:
        channels = []
        for n in range(6):
            channel = socket.create_connection(("127.0.0.1", service.port))
            channel.sendall(
                f"GET /sparql?query={quote(RUNAWAY)}+LIMIT+{n + 1} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            )
            channels.append(channel)
        time.sleep(0.5)
        begun = time.monotonic()
        service.process.send_signal(number)
        service.process.wait(20)
        assert time.monotonic() - begun < 15
        for channel in channels:
            assert b"503 Service Unavailable" in channel.recv(65536)
            channel.close()
        assert service.process.returncode == 0
        assert "Traceback" not in service.log.read_text()
