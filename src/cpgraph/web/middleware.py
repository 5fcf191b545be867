"""What every request passes: the limits of its connection, the headers of its answer, counters, and the log."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from typing import Any, Final

from fastapi import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import STATUS_LINE, HttpToolsProtocol

from cpgraph.web.problems import Problem
from cpgraph.web.responses import ClientGoneError
from cpgraph.web.settings import Settings

POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
"""What a page may load, unless it says so itself: no script at all."""

_CSP: Final = (b"content-security-policy", POLICY.encode())
_LARGE: Final = 1 << 16  # bytes that a connection may hold beside what is counted here
_CHUNK: Final = 1 << 18
_LINGER: Final = 2  # seconds in which a client that still sends can read why it was refused
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_EXPOSED: Final = (
    "Link, ETag, Retry-After, Allow, Content-Range, Cpgraph-Rows, Cpgraph-Rows-Shown, Cpgraph-Unknown-Terms"
)
_HEADERS: Final = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", _EXPOSED.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"link", b'</openapi.json>; rel="service-desc", </api>; rel="service-doc"; type="text/html"'),
)

log: Final = logging.getLogger("cpgraph.access")
faults: Final = logging.getLogger("cpgraph.faults")


class Front:
    """The outermost layer of the service: it watches each answer on its way out."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Any) -> None:
        """Stand before an application; `metrics` are those of `discovery`."""
        self.app, self.settings, self.metrics = app, settings, metrics
        self.outgoing = 0  # bytes of large answers that are on their way, all clients together

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; HEAD is answered as GET without the body (and without parts, RFC 9110, 14.2)."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state, started, inner = scope.setdefault("state", {}), time.perf_counter(), scope
        if scope["method"] == "HEAD":
            headers = [header for header in scope["headers"] if header[0] != b"range"]
            inner = {**scope, "method": "GET", "headers": headers}
        out = _Out(self, send, is_head=inner is not scope)
        try:
            await self.app(inner, receive, out)
            if out.refusal is not None:
                await self._give_up(inner, receive, out, out.refusal)
        except ClientGoneError:
            state["outcome"] = "client-gone"
        except Exception:  # the client must hear of it, and the operator more
            if out.status:
                raise
            faults.exception("fault in %s %s", scope["method"], scope["path"])
            problem = Problem("internal-error", "The fault is written to the log of the service.")
            await self._give_up(inner, receive, out, problem)
        finally:
            self.outgoing -= out.held
            self._note(scope, out, time.perf_counter() - started)

    async def _give_up(self, scope: Scope, receive: Receive, out: _Out, problem: Problem) -> None:
        out.refusal = None
        response = await scope["app"].exception_handlers[Problem](Request(scope, receive), problem)
        await response(scope, receive, out)

    def _note(self, scope: Scope, out: _Out, seconds: float) -> None:
        state, who = scope["state"], scope.get("client")
        method = scope["method"] if scope["method"] in _METHODS else "other"
        self.metrics.requests.labels(method, str(out.status)).inc()
        self.metrics.seconds.observe(seconds)
        if "cache" in state:
            self.metrics.results.labels(state["cache"]).inc()
        if "outcome" in state:
            self.metrics.problems.labels(state["outcome"]).inc()
        query = f" query={state['query']!r}" if self.settings.log_queries and "query" in state else ""
        log.info(
            f"client={who[0] if who else '-'} method={scope['method']} path={scope['path']!r} "
            f"status={out.status or 'aborted'} ms={seconds * 1000:.1f} bytes={out.size} rows={state.get('rows', '-')} "
            f"cache={state.get('cache', '-')} outcome={state.get('outcome', 'ok')}{query}"
        )


class _Out:
    """The way out of one answer: it adds headers and counts bytes, and no slow reader holds much for long."""

    def __init__(self, front: Front, send: Send, *, is_head: bool) -> None:
        self.front, self.send, self.is_head = front, send, is_head
        self.status = self.size = self.held = 0
        self.refusal: Problem | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = message["headers"]
            length = next((value for name, value in headers if name == b"content-length"), b"0")
            self._hold(0 if self.is_head else int(length))
            if self.refusal is None:
                self.status = message["status"]
                has_policy = any(name == _CSP[0] for name, _ in headers)
                headers += _HEADERS if has_policy else (*_HEADERS, _CSP)
                await self.send(message)
        elif self.refusal is None:
            body = b"" if self.is_head else message.get("body", b"")
            self.size += len(body)
            last = max(len(body) - 1, 0) // _CHUNK * _CHUNK
            for start in range(0, last, _CHUNK):  # each piece is given its time
                await self.send({**message, "body": body[start : start + _CHUNK], "more_body": True})
            await self.send({**message, "body": body[last:]})

    def _hold(self, size: int) -> None:
        """Count the bytes of a large answer, or refuse it."""
        if size >= _LARGE and 0 < self.front.outgoing > self.front.settings.outgoing_bytes - size:
            detail, headers = "As many large answers are on their way as may be.", {"Retry-After": "5"}
            self.refusal = Problem("overloaded", detail, "Try again shortly.", headers=headers)
        elif size >= _LARGE:
            self.held = size
            self.front.outgoing += size


class Connection(HttpToolsProtocol):
    """A connection that gives each head its time and size, each reader its time, and all a limit in number."""

    limits: Settings
    metrics: Any
    refusal: Problem | None = None
    head_size = 0
    is_begun = False  # a head
    is_in_body = False
    reading: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a head, if there is room for one more connection; an idle one makes room."""
        super().connection_made(transport)
        self.deadline = self.loop.call_later(self.limits.header_time, self._give_up)
        if len(self.connections) > self.limits.connections:
            others: Any = self.connections
            idle = (one.transport for one in others if one.cycle and one.cycle.response_complete)
            if (other := next(idle, None)) is not None:
                other.close()
            else:
                detail = f"Connection limit ({self.limits.connections:,}) reached."
                self._refuse(Problem("overloaded", detail, headers={"Retry-After": "2"}))

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self.deadline.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read on, up to the limit of a head."""
        if self.refusal is None:
            super().data_received(data)
            self.head_size += 0 if self.is_in_body else len(data)
            if self.head_size > self.limits.head_bytes:
                self._refuse(self._too_large())

    def on_message_begin(self) -> None:
        """Give the head its time."""
        self._wait(self.limits.header_time)
        super().on_message_begin()
        self.is_begun, self.is_in_body = True, False

    def on_header(self, name: bytes, value: bytes) -> None:
        """Keep a header; what comes after the body is none (RFC 9110, section 6.5.1)."""
        if self.is_begun:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Make a request of a head that came in time, within its size, and with a body that can be read."""
        self.deadline.cancel()
        self.head_size, self.is_begun, self.is_in_body = 0, False, True
        codings = [value.lower() for name, value in self.headers if name == b"transfer-encoding"]
        hosts = sum(name == b"host" for name, _ in self.headers)
        if sum(len(name) + len(value) for name, value in self.headers) > self.limits.head_bytes:
            self._refuse(self._too_large())
        elif hosts > 1 or (not hosts and self.parser.get_http_version() == "1.1"):
            self._refuse(Problem("malformed-request", f"Expected exactly one Host header, got {hosts}."))
        elif codings and (codings != [b"chunked"] or self.parser.get_http_version() == "1.0"):
            self._refuse(Problem("unknown-coding", "Only chunked is read, as HTTP/1.1 has it."))
        if self.refusal is not None:
            raise ConnectionRefusedError  # the parser stops
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """Expect the head of another request."""
        self.is_in_body = False
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Drop what is left of a body for a while, so that its client gets to the answer."""
        super().on_response_complete()
        if self.is_in_body:
            self._wait(self.limits.body_time)

    def pause_writing(self) -> None:
        """Give a client that does not read its time."""
        super().pause_writing()
        self.reading = self.loop.call_later(self.limits.send_time, self._stop_sending)

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        if self.reading is not None:
            self.reading.cancel()

    def _stop_sending(self) -> None:
        self.cycle.scope["state"]["outcome"] = "client-slow"
        self.transport.abort()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the server's own signature
        """Refuse what the parser does not take; the name is the server's."""
        self._refuse(Problem("malformed-request", "It is not HTTP/1.1 as RFC 9112 has it."))

    def _wait(self, seconds: float) -> None:
        self.deadline.cancel()
        self.deadline = self.loop.call_later(seconds, self._give_up)

    def _give_up(self) -> None:
        if self.is_begun:
            detail = f"Its head took more than {self.limits.header_time:g} seconds."
            self._refuse(Problem("request-too-slow", detail))
        else:
            self.transport.close()

    def _too_large(self) -> Problem:
        detail = f"At most {self.limits.head_bytes:,} bytes of a head are read."
        return Problem("head-too-large", detail, "Send fewer and shorter headers.")

    def _refuse(self, problem: Problem) -> None:
        """Read no more; say why, unless an answer is on its way, and close."""
        if self.refusal is not None:
            return
        self.refusal = problem
        if self.cycle is not None and not self.cycle.response_complete:
            if self.cycle.response_started or self.pipeline or not self.cycle.more_body:
                self.cycle.keep_alive = False  # the answers to what was asked before come first, and whole
                return
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        content = json.dumps(problem.document(), ensure_ascii=False).encode()
        headers = {
            "Content-Type": "application/problem+json",
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "Access-Control-Allow-Origin": "*",
            "X-Content-Type-Options": "nosniff",
            "Connection": "close",
            **problem.headers,
        }
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self.transport.write(STATUS_LINE[problem.status] + head.encode() + b"\r\n" + content)
        self.transport.write_eof()
        self.loop.call_later(_LINGER, self.transport.abort)
        who, status, size = self.client[0] if self.client else "-", problem.status, len(content)
        line = "client=%s method=- path=- status=%d ms=- bytes=%d rows=- cache=- outcome=%s"
        log.info(line, who, status, size, problem.kind)
        self.metrics.requests.labels("other", str(status)).inc()
        self.metrics.problems.labels(problem.kind).inc()
