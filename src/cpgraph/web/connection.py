"""One client's connection: what it may send before it is answered, and the time it may take to send and to read.

The server under this (uvicorn over httptools) bounds neither the head of a request nor the requests sent ahead of
their answers, waits for ever for a head or a reader, and says in plain text what it refuses. Here each of these has
a limit, and a refusal is a problem like any other.
"""

from __future__ import annotations

import asyncio
import contextlib
import http
import logging
import re
import sys
from typing import Final, cast
from urllib.parse import urlsplit

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from cpgraph.web import problems
from cpgraph.web.problems import Problem
from cpgraph.web.request import METHODS, is_authority
from cpgraph.web.settings import Settings

_AHEAD: Final = 32  # requests that may be sent before the first of them is answered
_SPARE: Final = 64  # connections beyond the limit that are told so
_LINGER: Final = 2.0  # seconds in which a client that still sends can read why it was refused
_PATIENCE: Final = 1.5  # how much longer than one piece of an answer a reader may stand still
_FRAMING: Final = 8  # how many times the limit of a body may come over the wire; chunks of a byte take six
_REQUEST_LINE: Final = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+) [^ \r\n]+ HTTP/1\.[01]\r\n")

log: Final = logging.getLogger("cpgraph.access")


class Bounded(HttpToolsProtocol):
    """A connection of a service with these settings."""

    limits: Settings

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a request, if there is room for one more connection."""
        super().connection_made(transport)
        self.is_heading, self.is_begun, self.head_size, self.sent_size = True, False, 0, 0
        self.is_refused = False
        self.first = b""
        self.refusal: Problem | None = None
        self.reading: asyncio.TimerHandle | None = None
        self.waiting = self.loop.call_later(self.limits.header_time, self._give_up)
        if len(self.connections) > self.limits.connections:
            self._make_room()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self.waiting.cancel()
        self.resume_writing()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, up to the limits of a head and of what may follow it."""
        if self.is_refused:
            return
        if self.is_heading:
            self.head_size += len(data)
            self.first = data if self.is_between else b""
        else:
            self.sent_size += len(data)
            if self.sent_size > _FRAMING * self.limits.request_bytes + self.limits.head_bytes:
                self._stop_reading()
                return
        super().data_received(data)
        self.first = b""
        if self.is_heading and self.head_size > self.limits.head_bytes:
            self._refuse(self._too_large())

    def on_message_begin(self) -> None:
        """Give the head its time."""
        self.is_begun = True
        self.wait(self.limits.header_time)
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; what comes after the body is none (RFC 9110, section 6.5.1)."""
        if self.is_heading:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Hold the head against the limits before a request is made of it."""
        self.waiting.cancel()
        self.is_heading, self.is_begun, self.head_size, self.sent_size = False, False, 0, 0
        self.refusal = self._check()
        if self.refusal is not None:
            raise ConnectionRefusedError  # the parser stops, and asks for the answer to what it cannot take
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect the head of another request."""
        self.is_heading = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Go on to the next request, or give the client its time to send one."""
        super().on_response_complete()
        if self.transport.is_closing():
            self.loop.call_later(self.limits.send_time, self.transport.abort)
        elif self.pipeline:
            self.flow.pause_reading()
        elif self.cycle.response_complete:
            self.wait(self._patience())

    def pause_writing(self) -> None:
        """Give a client that does not read its time."""
        super().pause_writing()
        if self.reading is None:
            self.reading = self.loop.call_later(self.limits.send_time * _PATIENCE, self.transport.abort)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        if self.reading is not None:
            self.reading.cancel()
            self.reading = None
        super().resume_writing()

    def timeout_keep_alive_handler(self) -> None:
        """End a connection that has been idle."""
        self.leave()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the server's own signature
        """Refuse what the parser or a check of ours did not take; the name is the server's."""
        line = _REQUEST_LINE.match(self.first)
        if line is not None and isinstance(sys.exc_info()[1], httptools.HttpParserInvalidMethodError):
            self._refuse(_method(line[1].decode("ascii")))
            return
        problem = Problem("malformed-request", "It is not HTTP/1.1 as RFC 9112 has it.")
        self._refuse(self.refusal or problem)

    def _unsupported_upgrade_warning(self) -> None:
        """Say nothing: a client may ask for another protocol, and goes on without."""

    def _check(self) -> Problem | None:
        """Hold a complete head against the limits."""
        if self.parser.get_method() == b"CONNECT":
            return _method("CONNECT")
        if len(self.url) > self.limits.url_bytes:
            detail = f"It has {len(self.url):,} bytes; at most {self.limits.url_bytes:,} are read."
            return Problem("url-too-long", detail, "Send a query by POST.")
        if sum(len(name) + len(value) for name, value in self.headers) > self.limits.head_bytes:
            return self._too_large()
        if len(self.pipeline) >= _AHEAD:
            detail = f"At most {_AHEAD} requests may be sent ahead of their answers."
            return Problem("too-many-requests", detail, headers={"Retry-After": "1"})
        version = self.parser.get_http_version()
        if version not in ("1.0", "1.1"):
            return Problem("malformed-request", f"It is in HTTP {version}; HTTP/1.1 and 1.0 are read.")
        return self._check_framing(version) or self._check_address(version)

    def _check_framing(self, version: str) -> Problem | None:
        """Take a body in chunks as HTTP/1.1 has them and in no other coding (RFC 9112, section 6.1)."""
        codings = [value.strip().lower() for name, value in self.headers if name == b"transfer-encoding"]
        if codings and version == "1.0":
            return Problem("malformed-request", "HTTP/1.0 has no Transfer-Encoding.")
        if codings not in ([], [b"chunked"]):
            detail = f"The body is coded as {b', '.join(codings).decode('latin-1')}; only chunked is read."
            return Problem("unknown-coding", detail, "Send it without another coding.")
        return None

    def _check_address(self, version: str) -> Problem | None:
        """Make sure that one host is named, and make a whole address a path (RFC 9112, section 3.2)."""
        hosts = [value for name, value in self.headers if name == b"host"]
        if len(hosts) > 1 or (not hosts and version == "1.1"):
            return Problem("malformed-request", f"It has {len(hosts)} Host headers and must have one.")
        if not self.url.startswith((b"/", b"*")):
            target = urlsplit(self.url)
            if target.scheme.lower() not in (b"http", b"https") or b"@" in target.netloc or not target.netloc:
                return Problem("malformed-request", "Its target is no address of this service.")
            rest = self.url[len(target.scheme) + 3 + len(target.netloc) :]
            self.url = rest if rest.startswith(b"/") else b"/" + rest
            others = [(name, value) for name, value in self.headers if name != b"host"]
            hosts = [target.netloc]
            self.headers[:] = [(b"host", target.netloc), *others]
        if hosts and hosts[0] and not is_authority(hosts[0].decode("latin-1")):
            return Problem(
                "malformed-request", f"The host is {hosts[0].decode('latin-1')!r}, which is no name of one."
            )
        return None

    def _patience(self) -> float:
        """Say how long the client may take to go on after an answer."""
        if self.is_between:
            return self.timeout_keep_alive
        # what is left of a body is read and dropped for a while, so that the client gets to the answer
        return self.limits.header_time if self.is_begun else self.limits.body_time

    def _too_large(self) -> Problem:
        detail = f"At most {self.limits.head_bytes:,} bytes of a head are read."
        return Problem("head-too-large", detail, "Send fewer and shorter headers.")

    def wait(self, seconds: float) -> None:
        """Give the client some seconds from now to go on."""
        self.waiting.cancel()
        self.waiting = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        """End a connection whose client does not go on."""
        if self.is_begun and not self.is_refused:
            detail = f"Its head took more than {self.limits.header_time:g} seconds."
            self._refuse(Problem("request-too-slow", detail))
        elif self.is_idle:
            self.leave()

    @property
    def is_between(self) -> bool:
        """Whether the last request has been read to its end, and nothing of another."""
        return self.is_heading and not self.is_begun

    @property
    def is_idle(self) -> bool:
        """Whether no request is under way."""
        return self.cycle is None or (self.cycle.response_complete and not self.pipeline)

    def _make_room(self) -> None:
        """Close a connection that is idle, for this one; when none is, refuse this one."""
        if len(self.connections) > self.limits.connections + _SPARE:
            self.transport.abort()
            return
        for other in self.connections:
            found = cast("Bounded", other)
            if found is not self and found.cycle is not None and found.is_idle and not found.is_begun:
                found.leave()
                self.connections.discard(found)
                return
        detail = f"{self.limits.connections:,} connections are open, as many as may be."
        self._refuse(Problem("overloaded", detail, "Try again shortly.", headers={"Retry-After": "2"}))

    def _stop_reading(self) -> None:
        """Read no more of what follows a head: of a request that is answered it is dropped, else refused."""
        if self.cycle.response_complete:
            self.is_refused = True  # the time it has been given ends the connection
            return
        limit = self.limits.request_bytes
        detail = f"Far more than {limit:,} bytes came for a body, which may have {limit:,}."
        self._refuse(Problem("request-too-large", detail, "Shorten it, and send it in larger chunks."))

    def note(self, problem: Problem, size: int) -> None:
        """Write the log line of a refusal; `size` is the bytes of its body."""
        client = self.client[0] if self.client else "-"
        log.info(
            "client=%s method=- path=- status=%d ms=- bytes=%d rows=- cache=- outcome=%s",
            client,
            problem.status,
            size,
            problem.kind,
        )

    def _refuse(self, problem: Problem) -> None:
        """Read no more; say why, unless an answer is still on its way, and close."""
        if self.is_refused:
            return
        self.is_refused = True
        self.waiting.cancel()
        is_answering = self.cycle is not None and not self.cycle.response_complete
        if is_answering and (self.cycle.response_started or self.pipeline or not self.cycle.more_body):
            self.cycle.keep_alive = False  # the answers to what was asked before come first, and whole
            return
        kind, content = problems.body(problem, None)
        self.note(problem, len(content or b""))
        lines = [
            f"HTTP/1.1 {problem.status} {http.HTTPStatus(problem.status).phrase}",
            f"Content-Type: {kind}",
            f"Content-Length: {len(content or b'')}",
            "Access-Control-Allow-Origin: *",
            "X-Content-Type-Options: nosniff",
            "Cache-Control: no-store",
            "Connection: close",
            *(f"{name}: {value}" for name, value in problem.headers.items()),
        ]
        self.transport.write("\r\n".join([*lines, "", ""]).encode() + (content or b""))
        with contextlib.suppress(OSError, NotImplementedError):
            self.transport.write_eof()
        if is_answering:
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.loop.call_later(_LINGER, self.leave)

    def leave(self) -> None:
        """Close once all is sent, and soon in any case."""
        self.transport.close()
        self.loop.call_later(self.limits.send_time, self.transport.abort)


def _method(name: str) -> Problem:
    allowed = ", ".join(METHODS)
    return Problem("method-not-allowed", f"{name} is not among {allowed}.", headers={"Allow": allowed})
