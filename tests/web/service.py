"""A running service: without a socket, its event loop in a thread of its own; or a process, as from a shell."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

import httpx
from fastapi import FastAPI

from cpgraph.web.app import create_app
from cpgraph.web.settings import Settings

T = TypeVar("T")
HERE = Path(__file__).parent
START = "from cpgraph import cli; cli.main(['serve'])"


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


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Running:
    """A service in a process of its own."""

    def __init__(self, process: subprocess.Popen[bytes], port: int, log: Path) -> None:
        self.process, self.port, self.log = process, port, log
        self.url = f"http://127.0.0.1:{port}"

    def raw(self, request: bytes, seconds: float = 20) -> bytes:
        """Send bytes and read all that comes until the other side closes, or falls silent."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=seconds) as channel:
            channel.sendall(request)
            answer = b""
            try:
                while part := channel.recv(65536):
                    answer += part
                    if b"\r\n\r\n" in answer and b"Connection: close" not in request:
                        break
            except (TimeoutError, ConnectionResetError):
                pass
            return answer


@contextmanager
def started(
    folder: Path,
    graph: Path,
    more: Mapping[str, str] = MappingProxyType({}),
    /,
    start: str = START,
    **settings: str,
) -> Iterator[Running]:
    """Start a service; it answers, or has ended."""
    settings = {"graph": str(graph), "queries": str(HERE / "queries"), "workers": "2"} | settings
    settings.setdefault("port", str(free_port()))
    environment = (
        os.environ | dict(more) | {f"CPGRAPH_{name.upper()}": value for name, value in settings.items()}
    )
    log = folder / "log"
    with log.open("wb") as output:
        process = subprocess.Popen([sys.executable, "-c", start], env=environment, stderr=output)
    running = Running(process, int(settings["port"]), log)
    try:
        for _ in range(600):
            if process.poll() is not None:
                break
            try:
                if httpx.get(f"{running.url}/healthz").status_code == 200:
                    break
            except httpx.TransportError:
                pass
            time.sleep(0.05)
        yield running
    finally:
        if process.poll() is None:
            process.kill()
        process.wait()
