"""The log: lines are gathered, and a thread of their own writes them, so that a slow reader delays nobody.

Handing each line to the thread at once would wake it once a request, which costs more than a kept result does.
"""

from __future__ import annotations

import contextlib
import logging
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from typing import Final, TextIO

_PAUSE: Final = 0.2  # seconds between two writings
_MOST: Final = 100_000  # lines that may wait; more are counted and dropped


class Log(logging.Handler):
    """Takes records and bare lines, and gives neither a lock nor a moment to the writing of them."""

    def __init__(self, stream: TextIO) -> None:
        """Write to a stream; nothing is written before `start`."""
        super().__init__()
        self.stream, self.dropped = stream, 0
        self.formatter = logging.Formatter()
        self._lines: deque[tuple[float, str, str]] = deque()
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def emit(self, record: logging.LogRecord) -> None:
        """Take a record."""
        text = record.getMessage()
        if record.exc_info and self.formatter is not None:
            text = f"{text}\n{self.formatter.formatException(record.exc_info)}"
        self.line(record.created, f"{record.levelname} {record.name}", text)

    def line(self, when: float, head: str, text: str) -> None:
        """Take a line of a time, in seconds of the epoch."""
        if len(self._lines) < _MOST:
            self._lines.append((when, head, text))
        else:
            self.dropped += 1

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is left and end."""
        self._stop.set()
        self._thread.join(2)

    def _run(self) -> None:
        while not self._stop.wait(_PAUSE):
            self._write()
        self._write()

    def _write(self) -> None:
        parts = []
        for _ in range(len(self._lines)):
            when, head, text = self._lines.popleft()
            stamp = time.strftime("%Y-%m-%d %H:%M:%S", time.localtime(when))
            parts.append(f"{stamp},{int(when * 1000) % 1000:03d} {head} {text}\n")
        if self.dropped:
            parts.append(f"{self.dropped} lines of the log were dropped\n")
            self.dropped = 0
        if parts:
            with contextlib.suppress(OSError, ValueError):  # nobody reads it any more
                self.stream.write("".join(parts))
                self.stream.flush()


@contextlib.contextmanager
def logging_to_stderr() -> Iterator[Log]:
    """Write the service's log, and the server's warnings, to standard error."""
    log = Log(sys.stderr)
    for name, level in (("cpgraph", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.addHandler(log)
        logger.setLevel(level)
        logger.propagate = False
    log.start()
    try:
        yield log
    finally:
        log.stop()
