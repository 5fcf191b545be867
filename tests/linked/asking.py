"""Ask the site without a socket and without a client library: many requests, quickly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from web.service import Service

_CHUNK = 300
_AT_ONCE = 4


@dataclass(frozen=True)
class Answer:
    """An answer: its status, its headers by small name (several joined), its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Site:
    """The site of a running service."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def get(self, target: str, accept: str | None = "text/html", method: str = "GET", **more: str) -> Answer:
        """Ask for a path with its query; further headers are named with underscores."""
        return self.service.run(_ask(self.service, target, accept, method, more))

    def all(self, targets: Iterable[str], accept: str = "text/html") -> dict[str, Answer]:
        """Ask for many paths, a few at a time."""
        found: dict[str, Answer] = {}
        waiting = list(targets)
        for start in range(0, len(waiting), _CHUNK):
            found |= self.service.run(self._many(waiting[start : start + _CHUNK], accept))
        return found

    async def _many(self, targets: list[str], accept: str) -> dict[str, Answer]:
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(target: str) -> Answer:
            async with gate:
                return await _ask(self.service, target, accept, "GET", {})

        return dict(zip(targets, await asyncio.gather(*map(one, targets)), strict=True))


async def _ask(
    service: Service, target: str, accept: str | None, method: str, more: Mapping[str, str]
) -> Answer:
    path, _, query = target.partition("?")
    given = {name.replace("_", "-"): value for name, value in more.items()}
    if accept is not None:
        given["accept"] = accept
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": query.encode(),
        "root_path": "",
        "headers": [(b"host", b"localhost"), *((n.encode(), v.encode()) for n, v in given.items())],
        "client": ("127.0.0.1", 1),
        "server": ("localhost", 80),
    }
    got: dict[str, Any] = {"status": 0, "headers": {}, "body": b""}
    sent = iter([{"type": "http.request", "body": b"", "more_body": False}])

    async def receive() -> dict[str, Any]:
        for event in sent:
            return event
        await asyncio.Event().wait()  # the client stays until it has its answer
        raise AssertionError

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            got["status"] = message["status"]
            for name, value in message["headers"]:
                key = name.decode()
                known = got["headers"].get(key)
                got["headers"][key] = f"{known}, {value.decode()}" if known else value.decode()
        else:
            got["body"] += message.get("body", b"")

    await service.app(scope, receive, send)
    return Answer(got["status"], got["headers"], got["body"])
