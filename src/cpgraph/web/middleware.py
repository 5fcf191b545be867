"""What every answer passes: the headers all carry, HEAD, slow readers, a last resort for faults, log and counters."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import MutableMapping
from typing import Any, Final

from fastapi import Request
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from cpgraph.web.engine.base import Engine
from cpgraph.web.engine.cache import ClientGoneError
from cpgraph.web.problems import Problem
from cpgraph.web.responses import POLICY, send_problem
from cpgraph.web.settings import Settings

_LARGE: Final = 1 << 16  # bytes that a connection may hold beside what is counted here
_CHUNK: Final = 1 << 18
_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)
_METHODS: Final = ("GET", "HEAD", "POST", "OPTIONS")
_HEADERS: Final = (
    (b"access-control-allow-origin", b"*"),
    (
        b"access-control-expose-headers",
        b"Link, ETag, Retry-After, Allow, Content-Range, Cpgraph-Rows, Cpgraph-Rows-Shown, Cpgraph-Unknown-Terms",
    ),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"link", b'</openapi.json>; rel="service-desc", </api>; rel="service-doc"; type="text/html"'),
)

log: Final = logging.getLogger("cpgraph.access")
faults: Final = logging.getLogger("cpgraph.faults")


class Metrics:
    """The counters of one service, in the format of Prometheus."""

    def __init__(self, engine: Engine) -> None:
        """Begin at zero; what the engine counts is read when asked for."""
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "cpgraph_requests", "Requests answered", ["method", "status"], registry=self.registry
        )
        self.results = Counter(
            "cpgraph_results", "Results by how they were had", ["cache"], registry=self.registry
        )
        self.problems = Counter(
            "cpgraph_problems", "Requests refused or failed", ["kind"], registry=self.registry
        )
        self.seconds = Histogram(
            "cpgraph_request_seconds", "Time to answer", buckets=_SECONDS, registry=self.registry
        )
        for name, about, read in (
            ("cpgraph_workers_busy", "Workers that evaluate a query", lambda: engine.busy),
            ("cpgraph_queries_waiting", "Queries that wait for a worker", lambda: engine.waiting),
            ("cpgraph_worker_deaths", "Workers that died since the start", lambda: engine.deaths),
        ):
            Gauge(name, about, registry=self.registry).set_function(read)

    def observe(self, method: str, status: int, seconds: float, state: MutableMapping[str, Any]) -> None:
        """Count one answered request."""
        self.requests.labels(method if method in _METHODS else "other", str(status)).inc()
        self.seconds.observe(seconds)
        if "cache" in state:
            self.results.labels(state["cache"]).inc()
        if "outcome" in state:
            self.problems.labels(state["outcome"]).inc()

    def text(self) -> bytes:
        """Return all counters."""
        return generate_latest(self.registry)


class _Out:
    """The way out of one answer: it adds headers and counts bytes, and no slow reader holds much for long."""

    def __init__(self, front: Front, send: Send, *, is_head: bool) -> None:
        self.front, self.send, self.is_head = front, send, is_head
        self.status = self.size = self.held = 0
        self.refusal: Problem | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = dict(message["headers"])
            self._hold(int(headers.get(b"content-length", 0)))
            if self.refusal is None:
                self.status = message["status"]
                message["headers"] = [*message["headers"], *_HEADERS]
                if b"content-security-policy" not in headers:
                    message["headers"].append((b"content-security-policy", POLICY.encode()))
                await self.send(message)
            return
        if self.refusal is not None:
            return
        body, is_last = message.get("body", b""), not message.get("more_body", False)
        body = b"" if self.is_head else body
        self.size += len(body)
        if len(body) < _LARGE:
            await self.send({"type": "http.response.body", "body": body, "more_body": not is_last})
            return
        for start in range(0, len(body), _CHUNK):
            more = start + _CHUNK < len(body) or not is_last
            async with asyncio.timeout(self.front.settings.send_time):
                piece = body[start : start + _CHUNK]
                await self.send({"type": "http.response.body", "body": piece, "more_body": more})

    def _hold(self, size: int) -> None:
        if size < _LARGE or self.is_head:
            return
        if self.front.outgoing and self.front.outgoing + size > self.front.settings.outgoing_bytes:
            detail = "As many large answers are on their way as may be."
            self.refusal = Problem("overloaded", detail, "Try again shortly.", headers={"Retry-After": "5"})
        else:
            self.held = size
            self.front.outgoing += size


class Front:
    """The outermost layer of the service."""

    def __init__(self, app: ASGIApp, settings: Settings, metrics: Metrics) -> None:
        """Stand before an application."""
        self.app, self.settings, self.metrics = app, settings, metrics
        self.outgoing = 0
        """Bytes of large answers that are on their way, all clients together."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and watch its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state, started, is_head = (
            scope.setdefault("state", {}),
            time.perf_counter(),
            scope["method"] == "HEAD",
        )
        out = _Out(self, send, is_head=is_head)
        inner = scope
        if is_head:  # the answer to GET without its body; parts are for GET alone (RFC 9110, section 14.2)
            headers = [header for header in scope["headers"] if header[0] != b"range"]
            inner = {**scope, "method": "GET", "headers": headers}
        try:
            await self.app(inner, receive, out)
            if out.refusal is not None:
                await self._give_up(inner, receive, out, out.refusal)
        except ClientGoneError:
            state["outcome"] = "client-gone"
        except Exception as error:  # the client must hear of it, and the operator more
            if out.status and not isinstance(error, TimeoutError):
                raise
            if out.status:  # the server closes the connection of an answer that is not whole
                state["outcome"] = "client-slow"
            else:
                faults.exception("fault in %s %s", scope["method"], scope["path"])
                problem = Problem("internal-error", "The fault is written to the log of the service.")
                await self._give_up(inner, receive, out, problem)
        finally:
            self.outgoing -= out.held
            seconds = time.perf_counter() - started
            self.metrics.observe(scope["method"], out.status, seconds, state)
            if log.isEnabledFor(logging.INFO):
                log.info(self._line(scope, out, seconds))

    async def _give_up(self, scope: Scope, receive: Receive, out: _Out, problem: Problem) -> None:
        out.refusal = None
        response = await send_problem(Request(scope, receive), problem)
        await response(scope, receive, out)

    def _line(self, scope: Scope, out: _Out, seconds: float) -> str:
        state, who = scope["state"], scope.get("client")
        line = (
            f"client={who[0] if who else '-'} method={scope['method']} path={scope['path']!r} "
            f"status={out.status or 'aborted'} ms={seconds * 1000:.1f} bytes={out.size} rows={state.get('rows', '-')} "
            f"cache={state.get('cache', '-')} outcome={state.get('outcome', 'ok')}"
        )
        return f"{line} query={state['query']!r}" if self.settings.log_queries and "query" in state else line
