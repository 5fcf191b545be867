"""What a reader does on the site, in Chromium: without scripts, on paper, with the keyboard alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from playwright.sync_api import expect

from .addresses import PREFIXES
from .conftest import OpenTab

pytestmark = pytest.mark.browser

COLOURS = """[...document.querySelectorAll('html, p, td, a, dt, small, caption, .muted')]
  .map(e => getComputedStyle(e).color)"""


def test_from_home_to_a_number_and_its_evidence(open_tab: OpenTab) -> None:
    tab = open_tab(java_script_enabled=False)
    page = tab.page
    tab.go("/")
    page.get_by_role("main").get_by_role("link", name="Tables", exact=True).click()
    page.get_by_role("link", name="Table 1.").first.click()
    number = page.get_by_role("region").get_by_role("link", name="93", exact=True)
    number.click()
    expect(page.locator(".value")).to_have_text("93")
    expect(page.get_by_role("heading", level=1)).to_contain_text("parent")
    evidence = page.locator("#evidence table")
    expect(evidence.locator("mark").first).to_have_text("93")
    evidence.get_by_role("link", name="93", exact=True).first.click()
    expect(page.locator("main .kind")).to_have_text("printed place")
    expect(page.locator(".lead mark")).to_have_text("93")
    page.get_by_role("main").get_by_role("link", name="Table").first.click()
    assert "/part/" in tab.path()


def test_a_question_with_a_value(open_tab: OpenTab) -> None:
    tab = open_tab(java_script_enabled=False)
    page = tab.page
    tab.go("/queries")
    page.get_by_text("How many offenders of one kind were sentenced in a fiscal year?").click()
    form = page.locator('form[action="/queries/offenders-in-a-year"]')
    form.get_by_label("Fiscal year").select_option("2005")
    form.get_by_label("Kind of offender").select_option(label="§2G2.1 offenders")
    form.get_by_role("button", name="Answer").click()
    cells = page.locator("table.result tbody tr").first.locator("td")
    expect(cells.first).to_have_text("2005")
    expect(page.get_by_label("Fiscal year")).to_have_value("2005")
    again = page.locator(".permalink").get_attribute("href")
    before = cells.all_inner_texts()
    assert again is not None
    tab.go(again)
    assert page.locator("table.result tbody tr").first.locator("td").all_inner_texts() == before


def test_the_editor_answers_with_labels_and_files(open_tab: OpenTab, tmp_path: Path) -> None:
    tab = open_tab()
    page = tab.page
    tab.go("/sparql")
    area = page.get_by_label("Query")
    assert "PREFIX cpg:" in area.input_value()
    area.fill(f"{PREFIXES}SELECT ?table {{ ?table a cpg:Table }} ORDER BY ?table LIMIT 3")
    page.get_by_role("button", name="Run").click()
    links = page.locator("table.result tbody a")
    expect(links).to_have_count(3)
    assert all(text.startswith("Table ") for text in links.all_inner_texts())
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    download.value.save_as(tmp_path / "result.csv")
    rows = list(csv.reader((tmp_path / "result.csv").read_text(encoding="utf-8").splitlines()))
    assert rows[0] == ["table"]
    assert len(rows) == 4
    shown = links.all_inner_texts()
    tab.go(page.locator(".permalink").get_attribute("href") or "")
    assert page.locator("table.result tbody a").all_inner_texts() == shown
    links.first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(shown[0])


def test_an_error_shows_its_place_and_the_query_to_mend(open_tab: OpenTab) -> None:
    tab = open_tab(java_script_enabled=False)
    page = tab.page
    tab.go("/sparql")
    page.get_by_label("Query").fill("SELECT * {\n  ?s ?p ?o .\n  FILTER(?o > )\n}")
    page.get_by_role("button", name="Run").click()
    expect(page.locator(".lead")).to_contain_text("Line 3, column 15")
    source, caret = page.locator("pre.excerpt").inner_text().rstrip().split("\n")
    assert source[caret.index("^")] == ")"
    area = page.get_by_label("Query")
    area.fill(area.input_value().replace("FILTER(?o > )", "FILTER(?o > 1000000)"))
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Result")


def test_the_keyboard_skips_to_the_content(open_tab: OpenTab) -> None:
    tab = open_tab()
    tab.go("/browse")
    tab.page.keyboard.press("Tab")
    expect(tab.page.get_by_role("link", name="Skip to the content")).to_be_focused()
    tab.page.keyboard.press("Enter")
    assert tab.path() == "/browse#main"


def test_on_paper_there_is_the_content_and_how_to_cite_it(open_tab: OpenTab) -> None:
    tab = open_tab()
    page = tab.page
    tab.go("/browse/observations")
    page.locator("tbody th a").first.click()
    page.wait_for_url("**/observation/**")
    hidden = page.locator("header, .crumbs, .contents, form, .bar li, .cite summary")
    assert hidden.count() >= 4
    page.emulate_media(media="print")
    assert [e.is_visible() for e in hidden.all()] == [False] * hidden.count()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    cited = page.locator(".cite dd", has_text="[Data set]").filter(has_text="https://w3id.org/cpgraph/")
    expect(cited).to_be_visible()
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") == "rgb(255, 255, 255)"


def test_paper_is_white_for_readers_of_dark_screens_too(open_tab: OpenTab) -> None:
    tab = open_tab(color_scheme="dark")
    tab.go("/")
    tab.page.emulate_media(media="print", color_scheme="dark")
    colours = tab.page.evaluate(COLOURS)
    assert max(sum(map(int, colour[4:-1].split(","))) for colour in set(colours)) < 3 * 128
