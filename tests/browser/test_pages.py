"""One page of every kind in Chromium: accessible, quiet, no wider than the screen, and with its source."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Locator
from pyoxigraph import RdfFormat, parse

import cpgraph
from cpgraph.vocab import DCTERMS

from .addresses import CHOSEN, WHOLE, pages
from .conftest import OpenTab

pytestmark = pytest.mark.browser

NARROW = 360
DEPENDS_ON_SCREEN = ["color-contrast", "link-in-text-block", "scrollable-region-focusable", "target-size"]
"""The rules of axe whose outcome another width or colour scheme can change; the others read the same document."""
AXE = """([rules]) => axe.run(document, {
  resultTypes: ['violations'], ...(rules ? {runOnly: {type: 'rule', values: rules}} : {})
}).then(found => found.violations.map(
  v => v.id + ': ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(', ')))"""
OPEN = "document.querySelectorAll('details').forEach(d => d.open = true)"
CLOSE = "document.querySelectorAll('#statements').forEach(d => d.open = false)"
"""Shuts the list of all statements, which is of one make on all pages and long."""
STATEMENTS = ("observations", "provision with versions")
"""Pages on which that list is looked at too."""
TOO_WIDE = """[...document.querySelectorAll('body *')].filter(e =>
  !e.closest('nav, .bar, .wide, pre, textarea, svg, .skip')
  && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1).map(e => e.outerHTML.slice(0, 90))"""
UNBOXED = """[...document.querySelectorAll('table')].filter(t => {
  const box = t.closest('.wide');
  return !box || getComputedStyle(box).overflowX !== 'auto' || box.tabIndex !== 0;
}).map(t => t.outerHTML.slice(0, 90))"""


FULLEST = {*WHOLE, *CHOSEN, "page of the text"}
"""Pages that have between them every block that pages are made of; these are looked at narrow and dark too."""
FEW = ("home", "search with results", "question with a form", "observations", "figure with gaps")
"""Those that the quick run looks at."""


@dataclass(frozen=True, slots=True)
class Visit:
    """What was seen of a page."""

    status: int
    title: str
    headings: int
    footer: str
    wide: list[str]
    narrow: list[str]
    too_wide: list[str]
    unboxed: list[str]
    complaints: list[str]


@pytest.fixture(scope="module", params=["few", pytest.param("all", marks=pytest.mark.slow)])
def visits(request: pytest.FixtureRequest, new_tab: OpenTab, origin: str, axe: str) -> dict[str, Visit]:
    """Each kind of page, seen once: wide and light, then narrow and dark."""
    tab, every = new_tab(), pages(origin)
    page, seen = tab.page, {}
    for name in every if request.param == "all" else FEW:
        path = every[name]
        tab.complaints.clear()
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light")
        status = tab.go(path).status
        page.evaluate(OPEN)
        too_wide = page.evaluate(TOO_WIDE)
        page.set_viewport_size({"width": NARROW, "height": 800})
        too_wide += page.evaluate(TOO_WIDE)
        if name not in STATEMENTS:
            page.evaluate(CLOSE)
        page.evaluate(axe)
        page.emulate_media(color_scheme="dark")
        narrow = page.evaluate(AXE, [DEPENDS_ON_SCREEN]) if name in FULLEST else []
        page.set_viewport_size({"width": 1280, "height": 800})
        page.emulate_media(color_scheme="light")
        wide = page.evaluate(AXE, [None])
        seen[name] = Visit(
            status=status,
            title=page.title(),
            headings=page.locator("h1").count(),
            footer=" ".join(page.locator("footer").inner_text().split()),
            wide=wide,
            narrow=narrow,
            too_wide=too_wide,
            unboxed=page.evaluate(UNBOXED),
            complaints=list(tab.complaints),
        )
    tab.context.close()
    return seen


def test_every_kind_of_page_answers(visits: dict[str, Visit]) -> None:
    refused = {"malformed query": 400, "refused query": 403, "not acceptable": 406}
    missing = dict.fromkeys(("no such page", "no such list"), 404)
    expected = dict.fromkeys(visits, 200) | {n: s for n, s in (refused | missing).items() if n in visits}
    assert {name: visit.status for name, visit in visits.items()} == expected
    if len(visits) > len(FEW):
        assert len(visits) > len(WHOLE) + 40
        assert {*STATEMENTS, *FULLEST} < set(visits)


@pytest.mark.parametrize("fault", ["wide", "narrow", "too_wide", "unboxed", "complaints"])
def test_no_page_has_a_fault(visits: dict[str, Visit], fault: str) -> None:
    """By axe, on a wide screen and on a narrow dark one; wider than the screen; a table without a box; complaints."""
    assert {name: found for name, visit in visits.items() if (found := getattr(visit, fault))} == {}


def test_axe_finds_what_is_wrong(open_tab: OpenTab, axe: str) -> None:
    """The tests above can fail: axe sees a page without a language, and letters too pale to read."""
    page = open_tab().page
    page.goto("/")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    page.evaluate("document.querySelector('.lead').style.color = '#bbb'")
    page.evaluate(axe)
    assert [found.partition(":")[0] for found in page.evaluate(AXE, [None])] == [
        "color-contrast",
        "html-has-lang",
    ]


def test_every_page_says_title_source_license_version_date_and_scope(
    visits: dict[str, Visit], built: Path
) -> None:
    quads = list(parse(path=str(built / "cpgraph.nq"), format=RdfFormat.N_QUADS))
    dates = {quad.object.value for quad in quads if quad.predicate.value == DCTERMS.modified.value}
    titles = {quad.object.value for quad in quads if quad.predicate.value == DCTERMS.title.value}
    sources = [f"Source: {title}, United States Sentencing Commission" for title in titles]
    versions = [f"Version {cpgraph.__version__}, data of {date} (SHA-256" for date in dates]
    scope = ("no case-level and no victim-identifying information", "child sexual abuse material")
    for name, visit in visits.items():
        assert any(source in visit.footer for source in sources), name
        assert any(version in visit.footer for version in versions), name
        assert all(words in visit.footer for words in ("License: data CC0 1.0", *scope)), name
        assert (visit.headings, visit.title.endswith(" · cpgraph")) == (1, True), name


def test_a_wide_table_scrolls_and_the_page_does_not(open_tab: OpenTab) -> None:
    tab = open_tab(width=NARROW)
    tab.go("/queries/offenders-in-a-year")
    box = tab.page.locator(".wide").first
    assert box.evaluate("e => e.scrollWidth > e.clientWidth")
    box.focus()
    tab.page.keyboard.press("ArrowRight")
    assert _settled(box) > 0
    tab.page.evaluate("window.scrollTo(1000, 0)")
    assert tab.page.evaluate("window.scrollX") == 0


def _settled(box: Locator) -> int:
    """Give how far a box is scrolled, once it moves no more."""
    return int(
        box.evaluate("""async e => {
      for (let tries = 0, seen = -1; tries < 20 && (seen !== e.scrollLeft || !seen); tries++) {
        seen = e.scrollLeft;
        await new Promise(done => setTimeout(done, 150));
      }
      return e.scrollLeft;
    }""")
    )
