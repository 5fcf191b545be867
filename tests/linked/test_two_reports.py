"""The real report and an invented one together, page by page; and copies of them with what the data know of them."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import typesetting
from conftest import REPO, source_files
from cpgraph.check import render, validate
from cpgraph.errors import SourceTextError
from cpgraph.vocab import BASE
from cpgraph.web.server import require_copy
from cpgraph.web.settings import Settings
from web.service import serving

from .asking import Site
from .reading import parse

TEXT = (REPO / "tests" / "reports" / "demo-2022.txt").read_text(encoding="utf-8")
AT = "/report/demo-2022/text"
REAL = "/report/ussc-2021-production"
SECOND = f"{BASE}report/demo-2022"


def settings(both: Path, source: Path | str) -> Settings:
    graph, queries = both / "cpgraph.nq", REPO / "queries" / "answers"
    return Settings(graph=graph, queries=queries, workers=2, source=str(source))


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The invented report as PDF, its notes on a page of their own; and a bad word; and the real text where it is."""
    place = tmp_path_factory.mktemp("copies")
    hostile = TEXT.replace("Annual Note", '<script>alert("x")</script> & Annual Note', 1)
    (place / "note.pdf").write_bytes(
        typesetting.as_it_stands(hostile.replace("\n\n1  Cases", "\n" * 60 + "1  Cases"))
    )
    for file in source_files():
        (place / file.name).symlink_to(file)
    return place


@pytest.fixture(scope="module")
def site(both: Path, folder: Path) -> Iterator[Site]:
    with serving(settings(both, folder)) as service:
        yield Site(service)


def test_the_front_says_what_was_found(site: Site) -> None:
    answer = site.get(AT)
    assert answer.status == 200
    assert "<code>note.pdf</code>: 17 of 17 printed places" in answer.text
    assert f'<a href="{AT}/1#table-1__' in answer.text


def test_a_page_shows_the_text_and_leads_to_what_is_known(site: Site) -> None:
    first, second = site.get(f"{AT}/1"), site.get(f"{AT}/2")
    assert [parse(answer.text)[1] for answer in (first, second)] == [[], []]
    words = re.sub("<[^>]+>", "", first.text.partition('class="copy">')[2].partition("</div>")[0])
    assert "&lt;script&gt;alert(&#34;x&#34;)&lt;/script&gt; &amp; Annual Note on Harbor Permits" in words
    assert "<script" not in first.text
    share = re.search(
        r'<a id="([^"]+)" class="good" href="([^"]+)#recomputation" title="[^"]+">62\.5</a>', first.text
    )
    assert share
    number = site.get(share[2])
    assert 'id="recomputation"' in number.text
    assert f'<a href="{AT}/1#{share[1]}">page 1</a>' in number.text
    assert ", page 1 of the PDF (" in number.text
    assert (
        f'<a href="{AT}/1#{share[1]}">page 1</a>'
        in site.get(f"/report/demo-2022/mention/{share[1]}.html").text
    )
    assert ">withdrawn</a>" in second.text
    assert "page 2 of the PDF <code>note.pdf</code>" in second.text


def test_nobody_else_keeps_or_lists_it(site: Site) -> None:
    for path in (AT, f"{AT}/1"):
        answer = site.get(path)
        assert answer.headers["cache-control"] == "no-store"
        assert "etag" not in answer.headers
        assert answer.headers["x-robots-tag"] == "noindex, noarchive"
        assert '<meta name="robots" content="noindex">' in answer.text
    assert "/text" not in re.sub(r"\S+/text\.", "", site.get("/sitemap/1.xml", accept=None).text)


@pytest.mark.parametrize(
    "path", [f"{AT}/0", f"{AT}/3", f"{AT}/x", f"{AT}/01", "/report/none/text", "/report/none/text/1"]
)
def test_what_is_not_there_is_no_page(site: Site, path: str) -> None:
    assert site.get(path).status == 404


@pytest.mark.source
def test_each_line_is_reached_from_its_number(site: Site) -> None:
    """Every printed place of the report stands once on the pages of its text."""
    front = site.get(f"{REAL}/text").text
    found = re.search(r"([\d,]+) of ([\d,]+) printed places", front)
    if not found:
        pytest.skip("the report's text is not here: set CPGRAPH_SOURCE to its file or folder")
    count = int(re.search(r"\((\d+) pages\)", front)[1])  # type: ignore[index]
    pages = site.all(f"{REAL}/text/{number}" for number in range(1, count + 1))
    assert {len(answer.body) < 120_000 for answer in pages.values()} == {True}
    ids = [name for answer in pages.values() for name in re.findall(r' id="([^"]+__[^"]+)"', answer.text)]
    assert len(ids) == len(set(ids)) == int(found[1].replace(",", ""))
    number = site.get(f"{REAL}/observation/mean-sentence_prod-2019.html").text
    links = re.findall(rf'<a href="({REAL}/text/\d+)#([^"]+)">line \d+</a>', number)
    assert len(links) >= 10
    for page, name in links:
        assert f' id="{name}"' in pages[page].text


def test_without_a_copy_it_is_said_how_to_get_one(harbor: Path) -> None:
    at = "/report/harbor-2022"
    with serving(settings(harbor / "dist", "")) as service:
        site = Site(service)
        answer = site.get(f"{at}/text")
        assert (answer.status, site.get(f"{at}/text/1").status) == (200, 404)
        assert "CPGRAPH_SOURCE=" in answer.text
        assert "Get the report as a PDF from " in answer.text
        number = site.get(f"{at}/observation/count_permit-2020.html").text
        assert "/text/" not in number
        assert "In your copy" not in number


def test_a_text_of_no_report_is_refused(harbor: Path, tmp_path: Path) -> None:
    (tmp_path / "book.txt").write_text("A cookery book: 12 eggs, two spoons of salt, and 512 grams of flour.")
    with (
        serving(settings(harbor / "dist", tmp_path)) as service,
        pytest.raises(SourceTextError, match=r"hardly any printed place .* Set CPGRAPH_SOURCE"),
    ):
        service.run(require_copy(service.app.state.service))
    none = settings(harbor / "dist", tmp_path / "none.pdf")
    with pytest.raises(SourceTextError, match="No such file"), serving(none):
        pass


@pytest.mark.slow
def test_they_pass_together(both: Path) -> None:
    together = validate(both / "cpgraph.nq", REPO, lambda _: None)
    assert not together.failed, render.text(together)


def test_each_thing_of_the_second_has_its_page(site: Site, both: Path) -> None:
    lines = (both / "cpgraph.nq").read_text(encoding="utf-8").splitlines()
    subjects = {line.split(" ", 1)[0].strip("<>") for line in lines}
    things = sorted(iri for iri in subjects if iri.startswith(SECOND) and "#" not in iri)
    assert len(things) > 60
    for iri in things[::3]:
        redirect = site.get(iri.removeprefix(BASE.rstrip("/")))
        answer = site.get(redirect.headers["location"])
        assert (redirect.status, answer.status, parse(answer.text)[1]) == (303, 200, []), iri


@pytest.mark.parametrize(
    ("question", "column", "found"),
    [
        ("table-as-printed?part=part/table-1", "number", {"25", "15", "40"}),
        ("where-a-number-is-printed?observation=observation/count_permit-2021", "printed", {"40"}),
        ("known-texts?report=", "characters", {"385"}),
    ],
)
def test_questions_are_answered_for_the_second(
    site: Site, question: str, column: str, found: set[str]
) -> None:
    name, _, value = question.partition("?")
    asked = value.replace("=", f"={SECOND}/", 1).rstrip("/")
    answer = site.get(f"/queries/{name}?{asked}", accept="text/csv")
    assert answer.status == 200, answer.text
    assert {row[column] for row in csv.DictReader(answer.text.splitlines())} == found


def test_a_question_says_when_it_is_of_one_report(site: Site) -> None:
    told = "names categories of one report"
    assert told in site.get("/queries/travel-to-meet-a-victim").text
    assert told not in site.get("/queries/table-as-printed").text


def test_the_second_is_plain_and_the_first_at_a_glance(site: Site) -> None:
    """No question draws a chart for the page of the second."""
    seconds = site.get(f"/{SECOND.removeprefix(BASE)}.html").text
    assert "<figure" not in seconds
    assert (
        site.get("/report/ussc-2021-production.html").text.count("<figure")
        == site.get("/").text.count("<figure")
        >= 8
    )
