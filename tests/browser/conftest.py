"""One server on a fresh build of the real data, one Chromium, and axe of one version from npm, for all tests."""

from __future__ import annotations

import base64
import hashlib
import shutil
import subprocess
import tarfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright

from conftest import REPO, source_files
from web.service import START, started

from .tab import Tab

CHROMIUM = shutil.which("chromium") or ""
FLAGS = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync --disable-dev-shm-usage"
).split()
CACHE = Path(__file__).parent / "node_modules" / ".cache"

OpenTab = Callable[..., Tab]


@pytest.fixture(scope="package")
def origin(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the service, without the editor that may have been built."""
    plain = f"from cpgraph.web.routers import discovery; discovery.EDITOR = 'none'; {START}"
    with serving(plain, built, tmp_path_factory.mktemp("service")) as address:
        yield address


@contextmanager
def serving(start: str, built: Path, folder: Path) -> Iterator[str]:
    """Run a service on the real data; gives its address."""
    source, queries = str(next(iter(source_files()), "")), str(REPO / "queries" / "answers")
    with started(folder, built / "cpgraph.nq", start=start, queries=queries, source=source) as running:
        assert running.process.poll() is None, running.log.read_text()
        yield running.url


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


VERSION = "4.14.1"
INTEGRITY = "FHfa+lmNjQZfJz1q8wKqIDwC6DExcHt/pkjNQb09a3NPjCKg2rhu5qb2S4r76ASyFNNtuFooJpZe37OgudVGtQ=="
"""SHA-512 of the package, as package-lock.json writes it."""

_NAME = f"axe-core-{VERSION}.tgz"


def fetch(folder: Path) -> tuple[str, str]:
    """Give the script, and why there is none when there is none. Raises when the package is another one."""
    package = folder / _NAME
    if not package.is_file():
        npm = shutil.which("npm")
        if npm is None:
            return "", "no npm on this machine, which fetches axe-core: install Debian's package npm"
        folder.mkdir(parents=True, exist_ok=True)
        command = [npm, "pack", "--silent", "--ignore-scripts", f"axe-core@{VERSION}"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60, check=False)
        if done.returncode:
            return "", f"npm cannot fetch axe-core {VERSION}: {done.stderr.strip()[-200:]}"
    digest = base64.b64encode(hashlib.sha512(package.read_bytes()).digest()).decode()
    if digest != INTEGRITY:
        package.unlink()
        message = f"{_NAME} is not the package that was looked at: its SHA-512 is {digest}"
        raise ValueError(message)
    with tarfile.open(package) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode(), ""
