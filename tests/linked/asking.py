"""Ask the site without a socket."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import httpx

from web.service import Service


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
        headers = {name.replace("_", "-"): value for name, value in more.items()}
        if accept is not None:
            headers["accept"] = accept
        got = self.service.run(self._client.request(method, target, headers=headers))
        return Answer(got.status_code, got.headers, got.content)

    def all(self, targets: Iterable[str], accept: str = "text/html") -> dict[str, Answer]:
        """Ask for many paths."""
        return {target: self.get(target, accept) for target in targets}
