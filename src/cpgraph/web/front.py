"""What every answer passes: the headers all of them carry, a last resort for faults, the log and the counters."""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any, Final

from cpgraph.web import responses
from cpgraph.web.metrics import Metrics
from cpgraph.web.problems import Problem
from cpgraph.web.request import Receive, Scope, Send, client
from cpgraph.web.settings import Settings
from cpgraph.web.shelf import LARGEST_BODY, Shelf, ready
from cpgraph.web.templating import Pages

App = Callable[[Scope, Receive, Send], Awaitable[None]]

_LARGE: Final = 1 << 16  # bytes that a connection may hold beside what is counted here

log: Final = logging.getLogger("cpgraph.access")
faults: Final = logging.getLogger("cpgraph.faults")

_EVERYWHERE: Final = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Link, ETag, Retry-After, Allow, Cpgraph-Rows, Cpgraph-Rows-Shown"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"link", b'</openapi.json>; rel="service-desc", </api>; rel="service-doc"; type="text/html"'),
)


class _Outgoing:
    """Bytes of large answers that are on their way, all clients together."""

    def __init__(self, limit: int) -> None:
        self.limit, self.size = limit, 0


class _Watch:
    """The way out of one answer: adds headers, counts, and lets no slow reader hold much for long."""

    def __init__(self, send: Send, outgoing: _Outgoing, send_time: float) -> None:
        self.send, self.outgoing, self.send_time = send, outgoing, send_time
        self.status = self.size = self.held = 0
        self.headers: responses.Headers = []
        self.body = b""

    async def __call__(self, message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            self._hold(message["headers"])
            self.status = message["status"]
            message["headers"] = self.headers = [*message["headers"], *_EVERYWHERE]
            if all(name != b"content-security-policy" for name, _ in self.headers):
                self.headers.append((b"content-security-policy", responses.POLICY))
            await self.send(message)
            return
        self.body = message.get("body", b"")
        size = len(self.body)
        self.size += size
        if size < _LARGE:
            await self.send(message)
        else:
            async with asyncio.timeout(self.send_time):
                await self.send(message)

    def _hold(self, headers: responses.Headers) -> None:
        size = next((int(value) for name, value in headers if name == b"content-length"), 0)
        if size < _LARGE:
            return
        if self.outgoing.size and self.outgoing.size + size > self.outgoing.limit:
            detail = "As many large answers are on their way as may be."
            raise Problem("overloaded", detail, "Try again shortly.", headers={"Retry-After": "5"})
        self.held = size
        self.outgoing.size += size

    def release(self) -> None:
        """Give back what was held."""
        self.outgoing.size -= self.held
        self.held = 0


class Front:
    """The outermost layer of the service."""

    def __init__(self, app: App, metrics: Metrics, pages: Pages, settings: Settings, shelf: Shelf) -> None:
        """Stand before an application, and put on the shelf what may be given again."""
        self.shelf = shelf
        self.app, self.metrics, self.pages, self.settings = app, metrics, pages, settings
        self.outgoing = _Outgoing(settings.outgoing_bytes)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and watch its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        started = time.perf_counter()
        watch = _Watch(send, self.outgoing, self.settings.send_time)
        try:
            await self.app(scope, receive, watch)
            self._keep(state, scope, watch)
        except TimeoutError:
            state["outcome"] = (
                "client-slow"  # the server closes the connection of an answer that is not whole
            )
        except Exception:  # the client must hear of it, and the operator more
            if watch.status:
                raise
            faults.exception("fault in %s %s", scope["method"], scope["path"])
            state["outcome"] = "internal-error"
            problem = Problem("internal-error", "The fault is written to the log of the service.")
            await responses.send_problem(scope, watch, problem, self.pages)
        finally:
            watch.release()
            seconds = time.perf_counter() - started
            self.metrics.observe(scope, watch.status, seconds)
            if log.isEnabledFor(logging.INFO):
                log.info(self._line(scope, watch.status, watch.size, seconds))

    def _keep(self, state: MutableMapping[str, Any], scope: Scope, watch: _Watch) -> None:
        """Put an answer on the shelf when its request came before, and will get the same bytes again."""
        raw, generation = state.get("raw", (b"", 0))
        if (
            not raw
            or "is_kept" not in state
            or watch.status not in (200, 304)
            or watch.size != len(watch.body)
        ):
            return
        if watch.size < LARGEST_BODY and state.get("cache", "hit") == "hit":
            answer = ready(watch.status, watch.headers, watch.body, state.get("rows"), scope["path"])
            self.shelf.put(raw, generation, answer)

    def _line(self, scope: Scope, status: int, size: int, seconds: float) -> str:
        state = scope["state"]
        parts = [
            f"client={client(scope) or '-'}",
            f"method={scope['method']}",
            f"path={scope['path']!r}",
            f"status={status or 'aborted'}",
            f"ms={seconds * 1000:.1f}",
            f"bytes={size}",
            f"rows={state.get('rows', '-')}",
            f"cache={state.get('cache', '-')}",
            f"outcome={state.get('outcome', '-')}",
        ]
        if self.settings.log_queries and "query" in state:
            parts.append(f"query={state['query']!r}")
        return " ".join(parts)
