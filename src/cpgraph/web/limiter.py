"""A limit on the queries of one client: a token bucket each, for a bounded number of clients."""

from __future__ import annotations

import ipaddress
import math
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from cpgraph.web.problems import Problem

_CLIENTS: Final = 10_000


class Limiter:
    """Lets each client send `burst` queries at once and `rate` a second on average; 0 lets all pass."""

    def __init__(self, rate: float, burst: int, clock: Callable[[], float]) -> None:
        """Begin with full buckets; `clock` gives seconds."""
        self.rate, self.burst, self.clock = rate, burst, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def count(self, client: str) -> None:
        """Count a query of a client; raises `Problem` when it is one too many. This machine is not counted."""
        if self.rate <= 0 or _is_here(client):
            return
        now = self.clock()
        left, then = self._buckets.pop(client, (float(self.burst), now))
        left = min(self.burst, left + (now - then) * self.rate)
        is_over = left < 1
        self._buckets[client] = (left if is_over else left - 1, now)
        if len(self._buckets) > _CLIENTS:
            self._buckets.popitem(last=False)
        if is_over:
            wait = math.ceil((1 - left) / self.rate)
            detail = f"A client may send {self.rate:g} queries a second on average, and {self.burst} at once."
            raise Problem("too-many-requests", detail, "Send fewer.", headers={"Retry-After": str(wait)})


def _is_here(client: str) -> bool:
    if client == "127.0.0.1":  # by far the most frequent one where a proxy stands before the service
        return True
    try:
        return ipaddress.ip_address(client).is_loopback
    except ValueError:
        return not client  # no address: not a network client
