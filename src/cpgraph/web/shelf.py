"""Answers given again without a look at the request: byte for byte the same request gets the same answer.

What is kept never changes while the same data are served, so nothing in a request needs to be read again once
its bytes led to a kept result. An entry is put by the ordinary path alone, after it has sent the answer.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

LARGEST_REQUEST: Final = 1 << 13
LARGEST_BODY: Final = 1 << 16  # larger answers are watched on their way, which the short way does not do
_OVERHEAD: Final = 512


@dataclass(frozen=True, slots=True)
class Ready:
    """An answer but for its date: what comes before and after that, and what the log says of it."""

    start: bytes
    rest: bytes
    body: bytes
    status: int
    rows: int | None
    path: str

    @property
    def size(self) -> int:
        """The bytes it holds, roughly; the body is shared with the kept result, but may outlive it."""
        return len(self.start) + len(self.rest) + len(self.body) + _OVERHEAD


def ready(
    status: int, headers: Iterable[tuple[bytes, bytes]], body: bytes, rows: int | None, path: str
) -> Ready:
    """Write an answer as it goes over the wire; its date stands right after the status line."""
    start = b"HTTP/1.1 %d %s\r\n" % (status, HTTPStatus(status).phrase.encode())
    rest = b"".join(b"%b: %b\r\n" % header for header in headers) + b"\r\n"
    return Ready(start, rest, body, status, rows, path)


class Shelf:
    """Ready answers by the bytes of their requests, bounded in bytes; the least recently used go first."""

    def __init__(self, limit: int) -> None:
        """Keep at most `limit` bytes; 0 keeps nothing."""
        self.limit, self.size, self.generation = limit, 0, 0
        self._entries: OrderedDict[bytes, Ready] = OrderedDict()

    def get(self, request: bytes) -> Ready | None:
        """Give the answer to a request."""
        found = self._entries.get(request)
        if found is not None:
            self._entries.move_to_end(request)
        return found

    def put(self, request: bytes, generation: int, answer: Ready) -> None:
        """Keep the answer to a request that came in a generation; an answer from older data is not kept."""
        size = answer.size + len(request)
        if size > self.limit // 4 or request in self._entries or generation != self.generation:
            return
        self._entries[request] = answer
        self.size += size
        while self.size > self.limit:
            key, gone = self._entries.popitem(last=False)
            self.size -= gone.size + len(key)

    def clear(self) -> None:
        """Let go of all: the data have become others."""
        self._entries.clear()
        self.size = 0
        self.generation += 1


def is_whole(request: bytes) -> bool:
    """Say whether bytes are one whole request to read that leaves the connection open, and nothing more."""
    return (
        len(request) <= LARGEST_REQUEST
        and request.startswith(b"GET /")
        and request.endswith(b"\r\n\r\n")
        and request.count(b"\r\n\r\n") == 1
        and b" HTTP/1.1\r\n" in request
        and b"\nconnection:" not in request.lower()
        and b"\ncontent-length:" not in request.lower()
        and b"\ntransfer-encoding:" not in request.lower()
    )
