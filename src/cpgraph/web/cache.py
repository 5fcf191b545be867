"""Results kept to be given again. The data never change while a service runs, so nothing in here can be stale."""

from __future__ import annotations

import gzip
import hashlib
from collections import OrderedDict
from typing import Final

GZIP_FROM: Final = 1024  # bytes; below, compression costs more than it saves
_SLOW: Final = 1 << 15  # bytes that are compressed in about a millisecond
_OVERHEAD: Final = 512  # bytes that an entry costs beside its body, roughly
_WAY: Final = 256  # bytes that a way costs, roughly


class Result:
    """One representation of a result, ready to be sent.

    `rows` and `shown` are None for what is no result of a query.
    """

    __slots__ = ("_packed", "body", "content_type", "etag", "rows", "shown")

    def __init__(
        self, content_type: str, body: bytes, etag: str, rows: int | None, shown: int | None
    ) -> None:
        """Hold a body and what is said of it."""
        self.content_type, self.body, self.etag, self.rows, self.shown = content_type, body, etag, rows, shown
        self._packed: bytes | None = None

    @property
    def gzipped(self) -> bytes | None:
        """The body compressed, made when it is first asked for; None where that does not halve it."""
        if self._packed is None:
            packed = gzip.compress(self.body, 6, mtime=0) if len(self.body) >= GZIP_FROM else b""
            self._packed = packed if len(packed) <= len(self.body) // 2 else b""
        return self._packed or None

    @property
    def is_slow_to_gzip(self) -> bool:
        """Whether asking for `gzipped` takes so long that it belongs in a thread."""
        return self._packed is None and len(self.body) >= _SLOW

    @property
    def size(self) -> int:
        """The bytes it may come to hold."""
        return len(self.body) + len(self.body) // 2 + _OVERHEAD


def result(content_type: str, body: bytes, rows: int | None = None, shown: int | None = None) -> Result:
    """Make a result with its strong entity tag."""
    digest = hashlib.blake2b(body, digest_size=16, key=content_type.encode()).hexdigest()
    return Result(content_type, body, digest, rows, shown)


def key(*parts: str | bytes | None) -> bytes:
    """Make a short key of what determines a result, or of the request that asked for it."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(b"-" if content is None else b"+%d:%b" % (len(content), content))
    return digest.digest()


class ResultCache:
    """The most recently used results, bounded in bytes. A way is the key of a request that led to a result."""

    def __init__(self, limit: int) -> None:
        """Keep at most `limit` bytes; 0 keeps nothing."""
        self.limit, self.size = limit, 0
        self._results: OrderedDict[bytes, Result] = OrderedDict()
        self._ways: OrderedDict[bytes, bytes] = OrderedDict()

    def get(self, name: bytes) -> Result | None:
        """Give the result kept under a key."""
        found = self._results.get(name)
        if found is not None:
            self._results.move_to_end(name)
        return found

    def by_way(self, way: bytes) -> Result | None:
        """Give the result that the same request got before, if it is still kept."""
        name = self._ways.get(way)
        if name is None:
            return None
        found = self.get(name)
        if found is None:
            del self._ways[way]
            self.size -= _WAY
        else:
            self._ways.move_to_end(way)
        return found

    def put(self, name: bytes, found: Result) -> None:
        """Keep a result; the least recently used ones make room. One over a quarter of all is not kept."""
        if found.size > self.limit // 4 or name in self._results:
            return
        self._results[name] = found
        self.size += found.size
        while self.size > self.limit and len(self._results) > 1:
            self.size -= self._results.popitem(last=False)[1].size
        self._drop_ways()

    def put_way(self, way: bytes, name: bytes) -> None:
        """Remember that a request leads to a kept result."""
        if name in self._results and way not in self._ways:
            self._ways[way] = name
            self.size += _WAY
            self._drop_ways()

    def clear(self) -> None:
        """Let go of all: the data have become others."""
        self._results.clear()
        self._ways.clear()
        self.size = 0

    def _drop_ways(self) -> None:
        while self.size > self.limit and self._ways:
            self._ways.popitem(last=False)
            self.size -= _WAY
