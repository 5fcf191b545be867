"""Counters for the operator, in the format of Prometheus."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from cpgraph.web.engine.base import Engine
from cpgraph.web.request import Scope

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)


class Metrics:
    """The counters of one service."""

    def __init__(self, pool: Engine) -> None:
        """Begin at zero; what the pool counts is read when asked for."""
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
            ("cpgraph_workers_busy", "Workers that evaluate a query", lambda: pool.busy),
            ("cpgraph_queries_waiting", "Queries that wait for a worker", lambda: pool.waiting),
            ("cpgraph_worker_deaths", "Workers that died since the start", lambda: pool.deaths),
        ):
            Gauge(name, about, registry=self.registry).set_function(read)

        self._hit_seconds = self.seconds.observe
        self._hits = self.results.labels("hit").inc
        self._got = {status: self.requests.labels("GET", str(status)).inc for status in (200, 304)}

    def observe_hit(self, status: int, seconds: float) -> None:
        """Count a GET request that was answered with what is kept; the short way of `observe`."""
        self._got[status]()
        self._hits()
        self._hit_seconds(seconds)

    def observe_refusal(self, status: int, kind: str) -> None:
        """Count a request that was refused before it was one."""
        self.requests.labels("other", str(status)).inc()
        self.problems.labels(kind).inc()

    def observe(self, scope: Scope, status: int, seconds: float) -> None:
        """Count one answered request."""
        state = scope["state"]
        method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST", "OPTIONS") else "other"
        self.requests.labels(method, str(status)).inc()
        self.seconds.observe(seconds)
        if "cache" in state:
            self.results.labels(state["cache"]).inc()
        if state.get("outcome", "ok") != "ok":
            self.problems.labels(state["outcome"]).inc()

    def text(self) -> bytes:
        """Write all counters."""
        return generate_latest(self.registry)
