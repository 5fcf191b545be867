"""Clients that take their time: to send a head, a body, many requests ahead; to read; and those that never stop."""

from __future__ import annotations

import contextlib
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote

import pytest

from .conftest import Storm
from .judging import judge
from .test_corpus import first_answer

HEAD = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
ROWS = b"SELECT ?x { VALUES ?x { " + b"1 " * 2_000 + b"} }"
LARGE = (
    "SELECT ?x { "
    + " ".join(f"VALUES ?v{n} {{ 1 2 3 4 5 6 7 8 9 0 }}" for n in range(4))
    + " BIND('%s' AS ?x) }"
)
RUNAWAY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?o ?q . ?r ?t ?u }"
ENOUGH = 30  # seconds; far more than any limit here


@contextlib.contextmanager
def connection(storm: Storm) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", storm.service.port), timeout=ENOUGH) as channel:
        yield channel


def drip(storm: Storm, begin: bytes, unit: bytes, pause: float = 0.2) -> tuple[bytes, float]:
    """Send a little again and again; gives what came before the other side closed, and after how long."""
    started, answer = time.monotonic(), b""
    with connection(storm) as channel:
        channel.settimeout(pause)
        with contextlib.suppress(ConnectionError):
            channel.sendall(begin)
            while time.monotonic() - started < ENOUGH:
                try:
                    part = channel.recv(65_536)
                    if not part:
                        break
                    answer += part
                except TimeoutError:
                    with contextlib.suppress(TimeoutError):
                        channel.sendall(unit)
    return answer, time.monotonic() - started


SLOW = {
    "request-line": (b"GET /", b"x", b"408"),
    "headers": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n", b"A: b\r\n", b"408"),
    "a-header": (b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nX: ", b"x", b"408"),
    "body": (HEAD + b"Content-Length: 1000\r\n\r\n", b" ", b"408"),
    "chunks": (CHUNKED, b"1\r\n \r\n", b"408"),
    "a-chunk": (CHUNKED + b"fffff\r\n", b" ", b"408"),
    "trailers": (CHUNKED + b"6\r\nASK {}\r\n0\r\n", b"A: b\r\n", b"408"),
    "nothing": (b"", b"", b""),
    "empty-lines": (b"\r\n", b"\r\n", b""),
}
FLOODS = {
    "flood-of-trailers": (CHUNKED + b"6\r\nASK {}\r\n0\r\n", b"A: b\r\n" * 1_000),
    "flood-of-a-trailer": (CHUNKED + b"6\r\nASK {}\r\n0\r\nX: ", b"x" * 65_536),
    "flood-of-an-extension": (CHUNKED + b"6;", b"x" * 65_536),
    "flood-of-chunks": (CHUNKED, b"1\r\nx\r\n" * 8_000),
}
"""What takes longer than any body, or is larger, is refused, however it is dressed."""


@pytest.fixture(scope="module")
def drips(storm: Storm) -> dict[str, tuple[bytes, float]]:
    """All slow senders at once, and those that never stop."""
    with ThreadPoolExecutor(len(SLOW) + len(FLOODS)) as threads:
        found = {name: threads.submit(drip, storm, begin, unit) for name, (begin, unit, _) in SLOW.items()}
        found |= {name: threads.submit(drip, storm, *flood, 0.001) for name, flood in FLOODS.items()}
        return {name: future.result() for name, future in found.items()}


@pytest.mark.parametrize("name", SLOW)
def test_who_sends_slowly_is_not_waited_for(drips: dict[str, tuple[bytes, float]], name: str) -> None:
    answer, seconds = drips[name]
    assert seconds < ENOUGH  # the service closed the connection, whatever went on coming
    status = SLOW[name][2]
    assert answer[9:12] == status
    if status:
        assert b"request-too-slow" in answer


@pytest.mark.parametrize("name", FLOODS)
def test_what_follows_a_head_is_bounded_in_bytes(drips: dict[str, tuple[bytes, float]], name: str) -> None:
    answer, seconds = drips[name]
    assert answer.startswith((b"HTTP/1.1 408 ", b"HTTP/1.1 413 "))
    assert seconds < ENOUGH


def test_slow_senders_do_not_delay_others(storm: Storm) -> None:
    """Two hundred half-sent requests are open while light queries are answered."""
    with contextlib.ExitStack() as stack:
        channels = [stack.enter_context(connection(storm)) for _ in range(200)]
        for number, channel in enumerate(channels):
            channel.sendall(HEAD if number % 2 else HEAD + b"Content-Length: 100\r\n\r\nASK")
        for _ in range(10):
            assert storm.is_light()


def test_readers_that_stand_still_do_not_delay_others_and_are_let_go(storm: Storm) -> None:
    """More large answers than may be on their way: the last are refused, and all are let go in their time."""
    with contextlib.ExitStack() as stack:
        still = []
        for number in range(8):
            text = LARGE % (f"{number:04d}" + "x" * 1_500)
            channel = stack.enter_context(connection(storm))
            channel.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
            channel.sendall(
                f"GET /sparql?format=csv&query={quote(text)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
            )
            still.append(channel)
        for _ in range(10):
            assert storm.is_light()
        heads = [channel.recv(12)[9:] for channel in still]
        assert set(heads) == {b"200", b"503"}
        wait_for(storm, "outcome=client-slow", heads.count(b"200"))
    assert storm.is_light()


def wait_for(storm: Storm, words: str, count: int) -> None:
    deadline = time.monotonic() + ENOUGH
    while storm.service.log.read_text().count(words) < count:
        assert time.monotonic() < deadline, words
        time.sleep(0.1)


def test_requests_sent_ahead_are_answered_in_order_and_bounded(storm: Storm) -> None:
    asks = [f"SELECT ({n} AS ?n) {{ }}" for n in range(20)]
    request = "".join(
        f"GET /sparql?format=csv&query={quote(text)} HTTP/1.1\r\nHost: localhost\r\n\r\n" for text in asks
    )
    with connection(storm) as channel:
        channel.sendall(request.encode())
        answer = b""
        while answer.count(b"HTTP/1.1 200 ") < len(asks) or not answer.endswith(b"n\r\n19\r\n"):
            part = channel.recv(65_536)
            assert part
            answer += part
    places = [answer.index(b"n\r\n%d\r\n" % n) for n in range(len(asks))]
    assert places == sorted(places)


def test_a_flood_of_requests_sent_ahead_is_answered_in_order(storm: Storm) -> None:
    first = f"GET /sparql?query={quote(RUNAWAY)} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode()
    answer = b""
    with connection(storm) as channel, contextlib.suppress(ConnectionError):
        channel.sendall(first + b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2_000)
        while part := channel.recv(65_536):
            answer += part
    assert answer.startswith(b"HTTP/1.1 503 ")
    assert answer.count(b"HTTP/1.1 200 ") <= 2_000
    assert storm.is_light()


def test_a_trailer_is_no_header(storm: Storm) -> None:
    body = b"%x\r\n%b\r\n0\r\nAccept-Encoding: gzip\r\nAccept: text/html\r\n\r\n" % (len(ROWS), ROWS)
    status, headers, content = first_answer(storm, CHUNKED + body)
    assert status == 200
    assert headers["content-type"] == "application/sparql-results+json"
    assert "content-encoding" not in headers
    judge(status, headers, content)


def test_a_body_of_ten_megabytes_is_refused_and_its_client_hears_why(storm: Storm) -> None:
    with connection(storm) as channel:
        channel.sendall(HEAD + b"Content-Length: 10000000\r\n\r\n")
        for _ in range(100):
            channel.sendall(b"x" * 100_000)
        assert channel.recv(65_536).startswith(b"HTTP/1.1 413 ")
    assert storm.is_light()


def test_an_answer_does_not_wait_for_a_body_that_nobody_reads(storm: Storm) -> None:
    """The rest of a body whose request is answered is dropped, and the connection ends in its time."""
    head = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000000\r\n\r\n"
    answer, seconds = drip(storm, head, b"x" * 65_536, 0.001)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert seconds < ENOUGH
    assert storm.is_light()
