"""One server on a fresh build of the real data, one Chromium, and axe from npm, for all tests in a browser."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, sync_playwright

from conftest import source_files

from .axe import fetch
from .tab import Tab

CHROMIUM = shutil.which("chromium") or ""
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
START = """
from cpgraph.web.server import serve
from cpgraph.web.settings import Settings
serve(Settings.from_environment())
"""
CACHE = Path(__file__).parent / "node_modules" / ".cache"

OpenTab = Callable[..., Tab]


@pytest.fixture(scope="package")
def origin(built: Path, repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service, started as from a shell, without the editor that may have been built."""
    plain = f"from cpgraph.web.routers import discovery\ndiscovery.EDITOR = 'none'\n{START}"
    with serving(plain, built, repo, tmp_path_factory.mktemp("service") / "log") as address:
        yield address


@contextmanager
def serving(start: str, built: Path, repo: Path, log: Path) -> Iterator[str]:
    """Run a service in a process of its own; gives its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | {
        "CPGRAPH_GRAPH": str(built / "cpgraph.nq"),
        "CPGRAPH_QUERIES": str(repo / "queries" / "answers"),
        "CPGRAPH_PORT": str(port),
        "CPGRAPH_SOURCE": str(next(iter(source_files()), "")),
    }
    address = f"http://127.0.0.1:{port}"
    with (
        log.open("wb") as output,
        subprocess.Popen([sys.executable, "-c", start], env=environment, stderr=output) as process,
    ):
        try:
            _wait(address, process, log)
            yield address
        finally:
            process.terminate()


def _wait(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, log.read_text()
        try:
            if httpx.get(f"{address}/healthz").status_code == 200:
                return
        except httpx.HTTPError:
            pass
        time.sleep(0.05)
    pytest.fail(f"the service did not start: {log.read_text()}")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """The one Chromium; skips where Debian's is not installed."""
    if not CHROMIUM:
        pytest.skip("no chromium on this machine: install Debian's package chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="package")
def axe() -> str:
    """The script of axe-core; skips where npm is missing or cannot reach its registry."""
    script, reason = fetch(CACHE)
    if reason:
        pytest.skip(reason)
    return script


@pytest.fixture(scope="package")
def new_tab(browser: Browser, origin: str) -> OpenTab:
    """Open a tab with a profile of its own: `new_tab(width=360, color_scheme="dark")`."""

    def opened(width: int = 1280, **options: Any) -> Tab:
        context = browser.new_context(
            base_url=origin, viewport={"width": width, "height": 800}, accept_downloads=True, **options
        )
        return Tab(context, origin)

    return opened


@pytest.fixture
def open_tab(new_tab: OpenTab) -> Iterator[OpenTab]:
    """Open tabs that are closed after the test, which fails when a page complained or asked elsewhere."""
    with ExitStack() as stack:

        def opened(width: int = 1280, **options: Any) -> Tab:
            tab = new_tab(width, **options)
            stack.callback(tab.context.close)
            tabs.append(tab)
            return tab

        tabs: list[Tab] = []
        yield opened
        complaints = [complaint for tab in tabs for complaint in tab.complaints]
    assert complaints == []
