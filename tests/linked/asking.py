"""Ask the site without a socket: many requests, quickly."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import httpx

from web.service import Service

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
        self._client = httpx.AsyncClient(
            transport=httpx.ASGITransport(service.app),
            base_url="http://localhost",
            headers={"accept-encoding": "identity"},
        )

    def get(self, target: str, accept: str | None = "text/html", method: str = "GET", **more: str) -> Answer:
        """Ask for a path with its query; further headers are named with underscores."""
        return self.service.run(self._ask(target, accept, method, more))

    def all(self, targets: Iterable[str], accept: str = "text/html") -> dict[str, Answer]:
        """Ask for many paths, a few at a time."""

        async def many(some: list[str]) -> list[Answer]:
            gate = asyncio.Semaphore(_AT_ONCE)

            async def one(target: str) -> Answer:
                async with gate:
                    return await self._ask(target, accept, "GET", {})

            return await asyncio.gather(*map(one, some))

        waiting, found = list(targets), dict[str, Answer]()
        while waiting:
            chunk, waiting = waiting[:300], waiting[300:]
            found |= zip(chunk, self.service.run(many(chunk)), strict=True)
        return found

    async def _ask(self, target: str, accept: str | None, method: str, more: Mapping[str, str]) -> Answer:
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        if accept is not None:
            headers["accept"] = accept
        got = await self._client.request(method, target, headers=headers)
        return Answer(got.status_code, got.headers, got.content)
