"""The service as it is started from a shell, asked over real sockets: odd requests, slow clients, signals."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import httpx
import pytest

from .conftest import HERE

START = """
from cpgraph.web.app import serve
from cpgraph.web.settings import Settings
serve(Settings.from_environment())
"""
DIRECT = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o . ?p ?q ?r }"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A service in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log
        self.url = f"http://127.0.0.1:{port}"

    def raw(self, request: bytes, seconds: float = 20) -> bytes:
        """Send bytes and read all that comes until the other side closes, or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as channel:
            channel.sendall(request)
            answer = b""
            try:
                while part := channel.recv(65536):
                    answer += part
                    if b"\r\n\r\n" in answer and b"Connection: close" not in request:
                        break
            except (TimeoutError, ConnectionResetError):
                pass
            return answer


@contextmanager
def started(tmp_path: Path, graph_file: Path, **settings: str) -> Iterator[Running]:
    port, log = free_port(), tmp_path / "log"
    environment = os.environ | {"CPGRAPH_GRAPH": str(graph_file), "CPGRAPH_QUERIES": str(HERE / "queries")}
    environment |= {"CPGRAPH_PORT": str(port), "CPGRAPH_WORKERS": "2"}
    environment |= {f"CPGRAPH_{name.upper()}": value for name, value in settings.items()}
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-c", START], env=environment, stderr=output)
    running = Running(process, port, log)
    try:
        for _ in range(600):
            try:
                if httpx.get(f"{running.url}/healthz").status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        yield running
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()


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
    assert log.startswith("cpgraph serves ")
    assert f"http://127.0.0.1:{running.port}/" in log
    assert "method=GET path='/sparql' status=200" in log
    assert "outcome=ok" in log
    assert "ASK" not in log  # no query text unless asked for


@pytest.mark.parametrize(
    ("request_bytes", "statuses"),
    [
        (b"CONNECT /sparql HTTP/1.1\r\nHost: x\r\n\r\n", {400, 405}),
        (b"CONNECT example.org:443 HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404, 405}),
        (b"BREW /sparql HTTP/1.1\r\nHost: x\r\n\r\n", {400, 405}),
        (b"GET http://example.org/sparql HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n", {400, 404}),
        (b"GET /sparql?query=%41SK%7B%7D HTTP/1.0\r\n\r\n", {200}),
        (b"GET /sparql HTTP/1.1\r\nHost: x\r\nContent-Length: x\r\n\r\n", {400}),
        (b"GET /sparql HTTP/9.9\r\nHost: x\r\n\r\n", {400, 505}),
        (b"GET /../../etc/passwd HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
        (b"GET /static/../app.py HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
        (b"GET /static/%2e%2e%2fapp.py HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
        (b"GET /sparql\xff HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404}),
        (b"\x00\x01\x02\r\n\r\n", {400}),
        (b"GET /" + b"x" * 200_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", {400, 404, 414, 431}),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 200_000 + b"\r\n\r\n", {200, 400, 431}),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000 + b"\r\n", {200, 400, 431}),
        (DIRECT + b"Content-Length: 99999999\r\n\r\n", {413}),
        (DIRECT + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n", {400}),
        (b"OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n", {200, 204, 400, 404}),
    ],
    ids=range(18),
)  # fmt: skip
def test_odd_requests_end_in_an_answer(running: Running, request_bytes: bytes, statuses: set[int]) -> None:
    answer = running.raw(request_bytes)
    if answer:  # a parser may also close the connection without a word
        assert int(answer.split()[1]) in statuses
    assert b"Traceback" not in answer
    assert alive(running)


def test_a_body_that_does_not_come_is_not_waited_for(running: Running) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
    head += b"Content-Type: application/sparql-query\r\nContent-Length: 10\r\n\r\nASK"
    answer = running.raw(head)
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert alive(running)


def test_a_head_that_does_not_come_is_not_waited_for(running: Running) -> None:
    for begun in (b"", b"GET /sparql HTTP/1.1\r\nHost:", b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HT"):
        with socket.create_connection(("127.0.0.1", running.port), timeout=20) as channel:
            channel.sendall(begun)
            while channel.recv(65536):
                pass  # ends when the other side closes
    assert alive(running)


def test_a_reader_that_stands_still_is_let_go(tmp_path: Path, graph_file: Path) -> None:
    text = "SELECT ?x { " + " ".join(f"VALUES ?v{n} {{ 1 2 3 4 5 6 7 8 9 0 }}" for n in range(4))
    text += " BIND('" + "x" * 1_500 + "' AS ?x) }"
    settings = {"send_time": "0.5", "outgoing_bytes": str(20 * 2**20)}
    with started(tmp_path, graph_file, **settings) as service:
        request = f"GET /sparql?format=csv&query={quote(text)} HTTP/1.1\r\nHost: x\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", service.port)) as still:
            still.sendall(request)
            for _ in range(200):
                if "outcome=client-slow" in service.log.read_text():
                    break
                time.sleep(0.05)
        log = service.log.read_text()
        assert "outcome=client-slow" in log
        assert "rows=10000" in log
        answer = httpx.get(f"{service.url}/sparql", params={"query": text, "format": "csv"})
        assert answer.status_code == 200
        assert answer.text.count("\n") == 10_001


def test_chunked_bodies_are_read_and_limited(running: Running) -> None:
    head = b"POST /sparql HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAccept: text/csv\r\n"
    head += b"Content-Type: application/sparql-query\r\nTransfer-Encoding: chunked\r\n\r\n"
    answer = running.raw(head + b"7\r\nSELECT \r\n10\r\n('x' AS ?x) { } \r\n0\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.endswith(b"x\r\nx\r\n")
    many = b"".join(b"10000\r\n" + b"x" * 0x10000 + b"\r\n" for _ in range(20))
    answer = running.raw(head + many + b"0\r\n\r\n")
    assert not answer or b" 413 " in answer.split(b"\r\n")[0]
    assert alive(running)


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
