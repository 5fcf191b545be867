"""The query editor that `make editor` builds: highlighting over the textarea, which stays what the form sends."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from web.service import START

from .conftest import serving
from .tab import Tab
from .test_pages import AXE

pytestmark = pytest.mark.browser

FILES = ("editor.js", "package.json", "package-lock.json", ".npmrc")


@pytest.fixture(scope="module")
def script(repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle, built as the Makefile says but elsewhere; skips without npm or its registry."""
    if shutil.which("npm") is None:
        pytest.skip("no npm on this machine, which fetches the editor: install Debian's package npm")
    home = tmp_path_factory.mktemp("checkout")
    (home / "editor").mkdir()
    for name in FILES:
        shutil.copy(repo / "editor" / name, home / "editor" / name)
    shutil.copy(repo / "Makefile", home / "Makefile")
    done = subprocess.run(
        ["make", "editor"], cwd=home, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode:
        pytest.skip(f"npm cannot fetch the editor: {done.stderr.strip()[-200:]}")
    return home / "src" / "cpgraph" / "web" / "static" / "vendor" / "editor.js"


@pytest.fixture(scope="module")
def tab(
    script: Path, browser: Browser, built: Path, repo: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Tab]:
    """A tab at a service that has the editor."""
    static = script.parents[1]
    shutil.copytree(repo / "src" / "cpgraph" / "web" / "static", static, dirs_exist_ok=True)
    lines = ("from pathlib import Path", "from cpgraph.web.routers import discovery")
    start = "; ".join((*lines, f"discovery.STATIC = Path({str(static)!r})", START))
    with serving(start, built, tmp_path_factory.mktemp("service")) as origin:
        context = browser.new_context(base_url=origin, viewport={"width": 1280, "height": 800})
        opened = Tab(context, origin)
        yield opened
        context.close()
        # where text is edited, Chromium itself writes style attributes, which the policy of the page drops
        known = ("Applying inline style", "CSP: style-src-attr")
        assert [told for told in opened.complaints if not any(words in told for words in known)] == []


def test_it_sends_what_is_written_in_it(tab: Tab) -> None:
    tab.go("/sparql")
    page = tab.page
    content = page.locator(".editor .cm-content")
    expect(content).to_be_visible()
    expect(page.locator("textarea#query")).to_be_hidden()
    content.click()
    page.keyboard.press("Control+A")
    page.keyboard.type("ASK { ?s ?p ?o }")
    page.keyboard.press("Control+Enter")
    expect(page.locator("main .lead")).to_have_text("Yes.")


def test_it_highlights_within_the_policy_of_the_page(tab: Tab) -> None:
    tab.go("/sparql?example=offenders-in-a-year")
    spans = tab.page.locator(".editor .cm-line span")
    expect(spans.nth(2)).to_be_visible()
    colours = spans.evaluate_all("spans => [...new Set(spans.map(e => getComputedStyle(e).color))]")
    assert len(colours) >= 3


def test_nobody_is_caught_in_it(tab: Tab) -> None:
    tab.go("/sparql")
    tab.page.locator(".editor .cm-content").click()
    tab.page.keyboard.press("Tab")
    expect(tab.page.get_by_label("Result as")).to_be_focused()


def test_only_its_page_may_run_a_script(tab: Tab) -> None:
    policies = {path: tab.go(path).headers["content-security-policy"] for path in ("/sparql", "/", "/browse")}
    assert [path for path, policy in policies.items() if "script-src 'self'" in policy] == ["/sparql"]
    assert all("default-src 'none'" in policy for policy in policies.values())


def test_axe_finds_nothing_with_it(tab: Tab, axe: str) -> None:
    tab.go("/sparql")
    expect(tab.page.locator(".editor .cm-content")).to_be_visible()
    tab.page.evaluate(axe)
    assert tab.page.evaluate(AXE, [None]) == []
