"""Pages as their readers see them: well-formed, in labels, and with the numbers of the data."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest

from cpgraph.vocab import BASE
from cpgraph.web.pages.index import Index, Thing

from .asking import Site
from .reading import Element, parse

WHOLE = (
    "/", "/browse", "/browse/tables", "/browse/observations?page=2", "/search", "/search?q=parent&kind=observations",
    "/search?q=zzzz", "/quality", "/api", "/ns", "/shapes", "/problems", "/download/", "/sparql",
    "/sparql?example=measures", "/queries/measures", "/queries/table-as-a-graph",
    "/queries/offenders-in-a-year?year=1901", "/sparql?query=ASK%20%7B%7D", "/sparql?query=SELECT%20%3Fs%20%7B",
)  # fmt: skip


def path(thing: Thing) -> str:
    return thing.href.partition("#")[0]


@pytest.fixture(scope="module")
def trees(site: Site, sample: list[Thing]) -> Mapping[str, Element]:
    """The pages of the sample by IRI, held to be well-formed on the way."""
    found = {}
    for thing in sample:
        found[thing.iri], faults = parse(site.get(path(thing)).text)
        assert not faults, (thing.iri, faults[:3])
    return found


@pytest.mark.parametrize("target", WHOLE)
def test_pages_of_the_whole_are_well_formed(site: Site, target: str) -> None:
    answer = site.get(target)
    assert answer.status in (200, 400), target
    tree, faults = parse(answer.text)
    assert not faults
    assert len(tree.all("h1")) == len(tree.all("main")) == 1
    assert tree.all("html")[0].attributes["lang"] == "en"
    fields = [item for name in ("input", "select", "textarea") for item in tree.all(name)]
    labels = {item.attributes.get("for") for item in tree.all("label")}
    for item in fields:
        if item.attributes.get("type") not in ("hidden", "submit"):
            assert item.attributes.get("id") in labels or "aria-label" in item.attributes, item


def test_pages_of_things_say_what_they_must(trees: Mapping[str, Element], things: Index) -> None:
    for iri, tree in trees.items():
        thing = things.things[iri]
        assert tree.all("h1")[0].text.casefold() == " ".join(thing.label.split()).casefold()
        told = tree.all("body")[0].text
        assert iri in [item.text for item in tree.all("code")]
        for words in (
            "CC0 1.0",
            "no case-level and no victim-identifying",
            "United States Sentencing Commission",
        ):
            assert words in told
        for chart in tree.all("svg"):
            assert chart.all("title")[0].text
            described = chart.all("desc")[0].text
            assert [item.text for item in chart.all("text") if item.text not in described] == []
        for table in tree.all("table"):
            assert table.all("caption")
            assert all(head.attributes.get("scope") in ("col", "row") for head in table.all("th"))


def test_pages_speak_in_labels(trees: Mapping[str, Element], things: Index) -> None:
    """A link to a thing is called by its name; IRIs stand only where the identifier itself is shown."""
    by_path = {thing.href: thing for thing in things.things.values()}
    for iri, tree in trees.items():
        for link in tree.all("a"):
            thing = by_path.get(link.attributes.get("href", ""))
            assert link.text, (iri, link.attributes)
            if thing is not None and link.text != thing.label:
                assert "/" not in link.text or "/" in thing.label or " " in link.text, (iri, link.text)
                assert not link.text.startswith(("http:", "https:")), (iri, link.text)
        shown = [item.text for name in ("td", "li", "p") for item in tree.all(name) if not item.all("code")]
        assert not [text for text in shown if BASE in text and not text.startswith("PREFIX ")], iri


def _numbers(tree: Element) -> dict[str, str]:
    """The numbers of a page by the path of the observation that each links to."""
    found = {}
    for cell in tree.all("td"):
        links = [link for link in cell.all("a") if "/observation/" in link.attributes["href"]]
        if "number" in cell.attributes.get("class", "").split() and links:
            found[links[0].attributes["href"]] = links[0].text
    return found


def _observations(built: Path) -> dict[str, dict[str, str]]:
    with (built / "observations.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def _mentions(built: Path) -> list[dict[str, str]]:
    with (built / "mentions.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_tables_and_figures_show_the_numbers_of_the_data(site: Site, things: Index, built: Path) -> None:
    rows = _observations(built)
    hrefs = {things.things[iri].href: row for iri, row in rows.items()}
    places: dict[tuple[str, str], set[str]] = {}
    for item in _mentions(built):
        places.setdefault((item["subject"], item["part"]), set()).add(item["printed"].removesuffix("%"))
    compared = 0
    for part in (*things.by_kind["tables"], *things.by_kind["figures"]):
        name = part.iri.rpartition("/")[2]
        shown = _numbers(parse(site.get(path(part)).text)[0])
        expected = {href for href, row in hrefs.items() if name in row["parts"].split(";")}
        assert set(shown) == expected, name
        for href, text in shown.items():
            row = hrefs[href]
            printed = text.replace(",", "").removesuffix("%")
            if not row["value"]:
                continue
            assert Decimal(printed) == Decimal(row["value"]), (name, href)
            assert text.removesuffix("%") in places[row["id"], name], (name, href)
            compared += 1
    assert compared > 150


def test_the_csv_of_a_table_is_the_table_of_its_page(site: Site, things: Index, built: Path) -> None:
    rows = _observations(built)
    for part in things.by_kind["tables"]:
        page = _numbers(parse(site.get(path(part)).text)[0])
        lines = list(csv.DictReader(io.StringIO(site.get(path(part).replace(".html", ".csv")).text)))
        assert {things.things[line["id"]].href: line["printed"] for line in lines} == page
        for line in lines:
            row = rows[line["id"]]
            assert line["value"] == "" or Decimal(line["value"]) == Decimal(row["value"])
            assert (line["low"], line["high"]) == (row["low"], row["high"])


def test_the_parts_of_a_breakdown_are_added_up(site: Site, things: Index) -> None:
    verdicts = Counter[str]()
    for breakdown in things.by_kind["breakdowns"]:
        tree = parse(site.get(path(breakdown)).text)[0]
        section = next(item for item in tree.all("section") if item.attributes.get("id") == "sizes")
        sizes = [cell.text.replace(",", "") for cell in section.all("tbody")[0].all("td")]
        told = section.all("p")[-1].text.replace(",", "")
        if "not known" in sizes:
            assert told.endswith("so the sum cannot be judged."), breakdown.iri
            continue
        *parts, total, base = map(int, sizes)
        assert sum(parts) == total, breakdown.iri
        assert f"{total} against {base}" in told or f"overlap by {total - base} at least" in told, (
            breakdown.iri
        )
        left = re.search(r"(\d+) left over: it (adds|does not add) up", told)
        assert not left or (total + int(left[1]) == base) == (left[2] == "adds"), breakdown.iri
        verdicts[left[2] if left else "open"] += 1
    assert verdicts["adds"] > 10
    assert verdicts["open"]


def test_a_number_says_all_that_is_known_of_it(site: Site, things: Index, built: Path) -> None:
    """Its value, its population, and each part that prints it, with the words around it."""
    rows = _observations(built)
    mentions = _mentions(built)
    seen = 0
    for thing in things.by_kind["observations"][::25]:
        tree = parse(site.get(path(thing)).text)[0]
        linked = {link.attributes["href"] for link in tree.all("a")}
        row, told = rows[thing.iri], tree.all("main")[0].text
        assert any(f"/population/{row['population']}.html" in href for href in linked), thing.iri
        for item in (item for item in mentions if item["subject"] == thing.iri):
            seen += 1
            place = (
                item["part"].replace("note-", "note/")
                if item["part"].startswith("note-")
                else f"part/{item['part']}"
            )
            assert any(href.endswith(f"/{place}.html") for href in linked), item
            assert " ".join(item["exact"].split()) in told, item
    assert seen > 10
