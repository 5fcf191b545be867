"""Where a request begins and ends: trailers, floods behind a head, heads and bodies far over their limits."""

from __future__ import annotations

import select
import socket
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from .conftest import Storm
from .judging import judge
from .test_corpus import first_answer

DIRECT = b"POST /sparql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/sparql-query\r\n"
CHUNKED = DIRECT + b"Transfer-Encoding: chunked\r\n\r\n"
ROWS = b"SELECT ?x { VALUES ?x { " + b"1 " * 2_000 + b"} }"


def test_a_trailer_is_no_header(storm: Storm) -> None:
    body = b"%x\r\n%b\r\n0\r\nAccept-Encoding: gzip\r\nAccept: text/html\r\n\r\n" % (len(ROWS), ROWS)
    status, headers, content = first_answer(storm, CHUNKED + body)
    assert status == 200
    assert headers["content-type"] == "application/sparql-results+json"
    assert "content-encoding" not in headers
    judge(status, headers, content)


FLOODS = {
    "trailers": (CHUNKED + b"6\r\nASK {}\r\n0\r\n", b"A: b\r\n" * 1_000),
    "a-trailer": (CHUNKED + b"6\r\nASK {}\r\n0\r\nX: ", b"x" * 65_536),
    "an-extension": (CHUNKED + b"6;", b"x" * 65_536),
    "chunks-of-a-byte": (CHUNKED, b"1\r\nx\r\n" * 8_000),
}


def pour(storm: Storm, begin: bytes, unit: bytes, seconds: float = 30) -> tuple[bytes, bool]:
    """Send without end; gives what was answered meanwhile, and whether the other side closed the connection."""
    answer, deadline = b"", time.monotonic() + seconds
    with socket.create_connection(("127.0.0.1", storm.service.port), timeout=seconds) as channel:
        try:
            channel.sendall(begin)
            while time.monotonic() < deadline:
                if not answer and select.select([channel], [], [], 0)[0]:
                    answer = channel.recv(65_536)
                channel.sendall(unit)
        except ConnectionError:
            return answer, True
    return answer, False


@pytest.fixture(scope="module")
def poured(storm: Storm) -> dict[str, tuple[bytes, bool]]:
    """All floods at once."""
    with ThreadPoolExecutor(len(FLOODS)) as threads:
        found = {name: threads.submit(pour, storm, *flood) for name, flood in FLOODS.items()}
        return {name: future.result() for name, future in found.items()}


@pytest.mark.parametrize("name", FLOODS)
def test_what_follows_a_head_is_bounded_in_bytes(poured: dict[str, tuple[bytes, bool]], name: str) -> None:
    """What takes longer than any body, or is larger, is refused, however it is dressed."""
    answer, ends = poured[name]
    assert answer.startswith((b"HTTP/1.1 408 ", b"HTTP/1.1 413 "))
    assert ends


def test_a_body_of_ten_megabytes_is_refused_and_its_client_hears_why(storm: Storm) -> None:
    with socket.create_connection(("127.0.0.1", storm.service.port), timeout=10) as channel:
        channel.sendall(DIRECT + b"Content-Length: 10000000\r\n\r\n")
        for _ in range(100):
            channel.sendall(b"x" * 100_000)
        assert channel.recv(65_536).startswith(b"HTTP/1.1 413 ")
    assert storm.is_light()


def test_an_answer_does_not_wait_for_a_body_that_nobody_reads(storm: Storm) -> None:
    """The rest of a body whose request is answered is dropped, and the connection ends in its time."""
    head = b"GET /healthz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000000000\r\n\r\n"
    answer, ends = pour(storm, head, b"x" * 65_536)
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert answer.count(b"HTTP/1.1 ") == 1
    assert ends
    assert storm.is_light()
