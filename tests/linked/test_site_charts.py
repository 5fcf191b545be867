"""Charts: what they draw, what they say of it, and their files."""

from __future__ import annotations

import csv
import re
import xml.etree.ElementTree as ET

import pytest

from conftest import REPO
from cpgraph import queries
from cpgraph.drawing import Drawing
from cpgraph.vocab import BASE
from cpgraph.web.pages.charts import SMALL, of_rows
from cpgraph.web.pages.page import Row, Term
from cpgraph.web.pages.things import Index

from .asking import Answer, Site
from .reading import Element, parse

SVG = "{http://www.w3.org/2000/svg}"
REPORT = "/report/ussc-2021-production"
GLANCE = sorted(
    (
        query
        for query in queries.load(REPO / "queries" / "answers").values()
        if query.chart and REPORT[1:] in query.chart.pages
    ),
    key=lambda query: query.chart.place if query.chart else 0,
)
REDRAWN = [f"figure-{number}" for number in (5, 7, 8, 9, 10, 11, 12, 13, 15, 17, 19, 20, 22, 23, 24)]


def drawn(site: Site, part: str) -> ET.Element:
    answer = site.get(f"{REPORT}/part/{part}.svg")
    assert (answer.status, answer.headers["content-type"]) == (200, "image/svg+xml"), part
    return ET.fromstring(answer.text)


def said(root: ET.Element) -> str:
    return " ".join(" ".join(root.itertext()).split())


def marks(root: ET.Element, style: str) -> list[ET.Element]:
    return [element for element in root.iter() if style in element.get("class", "").split()]


@pytest.mark.parametrize("part", REDRAWN)
def test_a_figure_is_redrawn_from_the_prose_and_says_so(site: Site, part: str) -> None:
    root = drawn(site, part)
    links = [link.get("href", "") for link in root.iter(f"{SVG}a")]
    assert len(links) > 1
    assert all(link.startswith(f"{BASE}report/ussc-2021-production/observation/") for link in links)
    assert "Redrawn from numbers printed in the prose" in said(root)
    lines = list(csv.DictReader(site.get(f"{REPORT}/part/{part}.csv", accept="text/csv").text.splitlines()))
    assert len(lines) > 1


def test_years_between_are_dotted(site: Site) -> None:
    root = drawn(site, "figure-5")
    assert {"98", "512", "1,340", "1,852"} <= {text.text for text in root.iter(f"{SVG}text")}
    assert len(marks(root, "line")) == len(marks(root, "unknown")) == 1


@pytest.mark.parametrize("part", ["demographics-box", "chc-chart"])
def test_two_groups_are_two_named_series(site: Site, things: Index, part: str) -> None:
    root, page = drawn(site, part), site.get(f"{REPORT}/part/{part}.html").tree
    names = [things.label(f"{BASE}{REPORT[1:]}/universe/{name}") for name in ("prod", "other-federal")]
    assert all(name in said(root) for name in names)
    assert len(marks(root, "series-0")) > 3 < len(marks(root, "series-1")) + 1
    lines = csv.DictReader(site.get(f"{REPORT}/part/{part}.csv", accept="text/csv").text.splitlines())
    rows = [line["row"] for line in lines]
    assert len(rows) == len(set(rows)) > 9
    heads = [head.text for head in page.all("th", scope="row")]
    assert len(heads[: len(rows)]) == len(set(heads[: len(rows)]))


@pytest.mark.parametrize(
    ("part", "holds", "lacks"),
    [
        ("table-1", "The groups overlap", "512"),  # the whole is no bar
        ("table-1", "the largest of 4 groups", "512"),  # its parts are not of them
        ("table-8", "all 275", "512"),  # it is a line
        ("table-8", "The area of a dot is the size of its group. The axis does not begin at zero.", "0"),
        ("table-14", f"fewer than {SMALL} offenders", "The groups do not"),
        ("statutory-scheme", "35 years to life", "Redrawn"),
        ("soc-chart", "Light fiscal year 2010, dark fiscal year 2019", "overlap"),
    ],
)
def test_a_chart_says_what_a_reader_must_know(site: Site, part: str, holds: str, lacks: str) -> None:
    root = drawn(site, part)
    assert holds in said(root)
    assert lacks not in [text.text for text in root.iter(f"{SVG}text")]


def test_parts_of_a_bar_are_set_apart_and_small_groups_hollow(site: Site) -> None:
    bars = marks(drawn(site, "table-1"), "bar")
    assert len([bar for bar in bars if "part" in bar.get("class", "")]) == 6
    assert {bar.get("x") for bar in bars} == {"0"}, "one scale for all"
    widths = [float(bar.get("width", "")) for bar in bars]
    assert widths[0] / widths[1] == pytest.approx(60.3 / 18.2, rel=0.01)
    assert marks(drawn(site, "table-14"), "small")
    assert not marks(drawn(site, "table-8"), "small")


def files(site: Site, address: str) -> dict[str, Answer]:
    return {suffix: site.get(f"{address}.{suffix}", accept=None) for suffix in ("svg", "png", "csv")}


@pytest.mark.parametrize(
    "address", [f"{REPORT}/part/table-8", "/measure/mean-sentence", "/queries/districts-by-cases"]
)
def test_a_chart_is_had_as_files_that_others_may_show(site: Site, address: str) -> None:
    found = files(site, address)
    assert found["png"].body.startswith(b"\x89PNG")
    assert found["png"].headers["content-type"] == "image/png"
    assert len(found["png"].body) > 10_000, "the letters are drawn"
    assert found["csv"].status in (200, 303)
    for suffix in ("svg", "png"):
        assert "frame-ancestors" not in found[suffix].headers["content-security-policy"]
    svg = found["svg"].text
    root = ET.fromstring(svg)
    assert "var(" not in svg, "a file has no style sheet beside it"
    assert all(link.get("href", "").startswith("https://") for link in root.iter(f"{SVG}a"))
    assert f"{BASE}{address[1:]}" in said(root).replace(" ", "")


@pytest.mark.parametrize(
    ("path", "status"),
    [
        (f"{REPORT}/part/figure-1.svg", 404),  # no number of it is known
        (f"{REPORT}/part/introduction.png", 404),
        ("/law/ussg-2G2.1.svg", 406),
        ("/queries/measures.svg", 404),
        ("/queries/districts-by-cases.gif", 404),
        ("/queries/districts-by-cases.svg?univers=x", 400),
        ("/queries/districts-by-cases.svg?universe=report/none", 404),
        ("/queries/sentences-against-the-range.svg?year=2005", 200),
        (f"{REPORT}/part/table-8.html?format=svg", 303),
    ],
)
def test_addresses_of_charts(site: Site, path: str, status: int) -> None:
    assert site.get(path, accept=None).status == status


def figures(tree: Element) -> list[Element]:
    return [figure for figure in tree.all("figure") if "drawing" in figure.attributes["class"]]


@pytest.mark.parametrize("path", ["/", f"{REPORT}.html"])
def test_the_report_at_a_glance(site: Site, path: str) -> None:
    tree, faults = parse(site.get(path).text)
    assert not faults
    found = figures(tree)
    assert len(found) == len(GLANCE) >= 8
    first = [item.text for item in found[0].all("li")]
    assert [text.split(" ")[0] for text in first] == ["512†", "275", "332†", "30.7%", "78.0†%"]
    for figure in found:
        links = [link.attributes["href"] for link in figure.all("a")]
        assert any("/observation/" in link or "/law/" in link for link in links)
        for suffix in ("svg", "png", "csv"):
            assert any(f".{suffix}" in link for link in links)
    assert any("/browse/anomalies" in link.attributes["href"] for link in tree.all("a"))


ON_LAW = {page for query in GLANCE if query.chart for page in query.chart.pages} - {REPORT[1:]}


@pytest.mark.parametrize("path", sorted(ON_LAW))
def test_law_shows_the_charts_of_questions_about_it(site: Site, path: str) -> None:
    titles = [figure.all("h2")[0].text for figure in figures(site.get(f"/{path}.html").tree)]
    assert len(titles) == sum(path in query.chart.pages for query in GLANCE if query.chart)


@pytest.mark.parametrize("query", GLANCE, ids=lambda query: query.id)
def test_no_number_of_a_finding_is_typed(query: queries.Query) -> None:
    assert query.chart
    for words in (query.chart.title, query.chart.subtitle, query.chart.note):
        assert not re.search(r"(?<![§.G\d])\d", re.sub(r"\{[^}]*\}", "", words)), words


def test_only_what_divides_everyone_once_is_a_strip(site: Site) -> None:
    root = ET.fromstring(site.get("/queries/divisions-of-the-offenders.svg", accept=None).text)
    assert "94.3% Male offender" in said(root)
    assert "54.7" not in said(root)
    assert "incapacitation" not in said(root), "four categories that overlap, yes or no apiece"


def row(**given: str) -> Row:
    return Row(frozenset({*given, "size"}), {name: Term(value, "literal") for name, value in given.items()})


def test_words_are_filled_by_the_rows_or_left_out() -> None:
    drawing = Drawing(kind="bars", title="{b.value} of b", label="label", value="value", size="size")
    rows = [row(label="a", value="1.0"), row(label="b", value="2.25", size=str(SMALL - 1))]
    chart = of_rows(drawing, rows, "Called")
    assert chart
    assert chart.title == "2.25 of b"
    assert [(mark.label, mark.shown, mark.is_small) for mark in chart.marks] == [
        ("A", "1.00", False),
        ("B", "2.25", True),
    ]
    assert (other := of_rows(drawing, rows[:1], "Called"))
    assert other.title == "Called"
    assert of_rows(drawing, [], "Called") is None
