"""A corpus of malformed requests, sent byte for byte: each with the answer it must get.

`corpus/requests.tsv` says the status and the kind of problem (`ok`: none) of each file.
"""

from __future__ import annotations

import http.client
import re
import socket
import time
from pathlib import Path
from typing import NamedTuple

import pytest

import tables

from .conftest import Storm
from .judging import judge

CORPUS = Path(__file__).parent / "corpus"


class Case(NamedTuple):
    file: Path
    status: int
    kind: str


def cases(name: str) -> list[Case]:
    rows = tables.read(CORPUS / f"{name}.tsv")
    return [Case(CORPUS / name / row["file"], int(row["status"]), row["kind"]) for row in rows]


def first_answer(storm: Storm, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send bytes, read the first answer to its end."""
    with socket.create_connection(("127.0.0.1", storm.service.port), timeout=20) as channel:
        channel.sendall(request)
        answer = http.client.HTTPResponse(channel, method=request.split(b" ", 1)[0].decode("latin-1"))
        answer.begin()
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, answer.read()


@pytest.mark.parametrize("case", cases("requests"), ids=lambda case: case.file.stem)
def test_requests(storm: Storm, case: Case) -> None:
    status, headers, content = first_answer(storm, case.file.read_bytes())
    assert status == case.status, content
    assert judge(status, headers, content) == case.kind


@pytest.mark.parametrize(
    ("request_bytes", "status"),
    [
        (b"GET /" + b"x" * 200_000, 431),
        (b"GET /" + b"x" * 20_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: x\r\nX: " + b"x" * 70_000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 50_000 + b"\r\n", 431),
        (b"\r\n" * 100_000, 431),
        (b"A" * 200_000, 400),
    ],
    ids=["target", "address", "header", "headers", "empty-lines", "method"],
)
def test_what_is_far_too_large_is_refused(storm: Storm, request_bytes: bytes, status: int) -> None:
    found, headers, content = first_answer(storm, request_bytes)
    assert found == status
    judge(found, headers, content)


def test_every_file_of_the_corpus_has_its_line() -> None:
    assert sorted(case.file.name for case in cases("requests")) == sorted(
        file.name for file in (CORPUS / "requests").iterdir()
    )


def test_what_follows_a_refusal_is_not_read_as_a_request(storm: Storm) -> None:
    """A request hidden behind one that is refused for its framing gets no answer."""
    hidden = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n"
    for name in ("length-doubled-different", "coding-and-length", "coding-gzip-chunked", "coding-in-1.0"):
        request = (CORPUS / "requests" / f"{name}.http").read_bytes() + hidden
        answer = storm.service.raw(request.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n", 1))
        assert len(re.findall(rb"^HTTP/1\.1 \d", answer, re.MULTILINE)) == 1, name
        assert b"cpgraph_requests" not in answer
    assert storm.is_light()


def test_refusals_are_logged_and_counted(storm: Storm) -> None:
    def counted() -> float:
        text = storm.service.raw(
            b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        ).decode()
        lines = [line for line in text.splitlines() if 'kind="unknown-coding"' in line and "_total" in line]
        return float(lines[0].split()[1]) if lines else 0.0

    before = counted()
    first_answer(storm, (CORPUS / "requests" / "coding-gzip-chunked.http").read_bytes())
    assert counted() == before + 1
    deadline = time.monotonic() + 20
    while "method=- path=- status=501 ms=- " not in storm.service.log.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.1)
