"""What every answer passes: the headers all of them carry, a last resort for faults, the log and the counters."""

from __future__ import annotations

import logging
import time
from collections.abc import Awaitable, Callable
from typing import Final

from cpgraph.web import responses
from cpgraph.web.metrics import Metrics
from cpgraph.web.pages import Pages
from cpgraph.web.problems import Problem
from cpgraph.web.request import Receive, Scope, Send, client

App = Callable[[Scope, Receive, Send], Awaitable[None]]

log: Final = logging.getLogger("cpgraph.access")
faults: Final = logging.getLogger("cpgraph.faults")

_POLICY: Final = (
    b"default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    b"frame-ancestors 'none'"
)
_EVERYWHERE: Final = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"Link, ETag, Retry-After, Allow, Cpgraph-Rows, Cpgraph-Rows-Shown"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
    (b"content-security-policy", _POLICY),
)


class Front:
    """The outermost layer of the service."""

    def __init__(self, app: App, metrics: Metrics, pages: Pages, *, log_queries: bool) -> None:
        """Stand before an application."""
        self.app, self.metrics, self.pages, self.log_queries = app, metrics, pages, log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and watch its answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        state = scope.setdefault("state", {})
        started = time.perf_counter()
        status = size = 0

        async def watched(message):  # type: ignore[no-untyped-def]
            nonlocal status, size
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_EVERYWHERE]
            else:
                size += len(message.get("body", b""))
            await send(message)

        try:
            await self.app(scope, receive, watched)
        except Exception:  # the client must hear of it, and the operator more
            if status:
                raise
            faults.exception("fault in %s %s", scope["method"], scope["path"])
            state["outcome"] = "internal-error"
            problem = Problem("internal-error", "The fault is written to the log of the service.")
            await responses.send_problem(scope, watched, problem, self.pages)
        finally:
            seconds = time.perf_counter() - started
            self.metrics.observe(scope, status, seconds)
            if log.isEnabledFor(logging.INFO):
                log.info(self._line(scope, status, size, seconds))

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
        if self.log_queries and "query" in state:
            parts.append(f"query={state['query']!r}")
        return " ".join(parts)
