"""A running service without a socket: its event loop has a thread of its own, requests go straight to the app."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

import httpx
from fastapi import FastAPI

from cpgraph.web.app import create_app
from cpgraph.web.settings import Settings

T = TypeVar("T")


class Service:
    """Asks an application that runs; many requests may be under way at once."""

    def __init__(self, app: FastAPI, loop: asyncio.AbstractEventLoop) -> None:
        self.app, self.loop = app, loop
        self.engine = app.state.service.engine

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(60)

    def request(self, method: str, url: str, **options: Any) -> httpx.Response:
        return self.run(self.send(method, url, **options))

    def get(self, url: str, **options: Any) -> httpx.Response:
        return self.request("GET", url, **options)

    def post(self, url: str, **options: Any) -> httpx.Response:
        return self.request("POST", url, **options)

    def query(self, text: str, accept: str = "application/json", **options: Any) -> httpx.Response:
        return self.get("/sparql", params={"query": text}, headers={"Accept": accept}, **options)

    async def send(
        self, method: str, url: str, client: tuple[str, int] = ("127.0.0.1", 1), **options: Any
    ) -> httpx.Response:
        transport = httpx.ASGITransport(self.app, client=client)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as asker:
            return await asker.request(method, url, **options)


@contextmanager
def serving(settings: Settings, *, is_awaited: bool = True) -> Iterator[Service]:
    """Run a service, by default until its first answer can be given, and end it."""
    app = create_app(settings)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    service = Service(app, loop)
    lifespan = app.router.lifespan_context(app)
    try:
        service.run(lifespan.__aenter__())
        try:
            if is_awaited:
                assert service.run(service.engine.ready())
            yield service
        finally:
            service.run(lifespan.__aexit__(None, None, None))
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()
