"""Pages as their readers see them: well-formed, in labels, and with the numbers of the data."""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pyoxigraph as ox
import pytest

import tables
from cpgraph import vocab
from cpgraph.results import Job
from cpgraph.store import Graph, evaluate
from cpgraph.vocab import BASE
from cpgraph.web.pages.things import KINDS, Index, Thing, named

from .asking import PROLOGUE, Site
from .reading import Element, parse

WHOLE = (
    "/", "/about", "/checked", "/browse", "/browse/tables", "/browse/claims?verdict=Holds&page=2",
    "/browse/observations?page=2", "/search", "/search?q=parent&kind=observations",
    "/search?q=zzzz", "/quality", "/model", "/api", "/ns", "/shapes", "/house", "/problems", "/download/", "/sparql",
    "/sparql?example=measures", "/queries/measures", "/queries/table-as-a-graph",
    "/queries/offenders-in-a-year?year=1901", "/sparql?query=ASK%20%7B%7D", "/sparql?query=SELECT%20%3Fs%20%7B",
)  # fmt: skip
SCOPE = ("CC0 1.0", "no case-level and no victim-identifying", "United States Sentencing Commission")


def path(thing: Thing) -> str:
    return thing.href.partition("#")[0]


@pytest.mark.parametrize("target", WHOLE)
def test_pages_of_the_whole_are_well_formed(site: Site, target: str) -> None:
    answer = site.get(target)
    assert answer.status in (200, 400), target
    tree, faults = parse(answer.text)
    assert not faults
    assert not [words for words in SCOPE if words not in tree.text]
    told = {
        m.get("name") or m.get("property"): m.get("content") for m in (e.attributes for e in tree.all("meta"))
    }
    assert {"description", "og:title", "og:description", "og:type", "og:url"} <= {
        k for k, v in told.items() if v
    }
    assert [e.text for e in tree.all("h1")] == [told["og:title"]] or target.startswith("/sparql?")


def test_a_table_is_sorted_by_a_link_in_its_head(site: Site) -> None:
    """Numbers as numbers, on every page of a list; what is no order is passed over; the file stays as printed."""
    part = "/report/ussc-2021-production/part/table-9.html"
    plain = site.get(part).tree
    link = plain.all("thead")[0].all("a")[-1].attributes["href"]
    column = abs(int(link.partition(".")[2])) - 1

    def values(address: str) -> list[float]:
        cells = [row.children[column].text for row in site.get(address).tree.all("tbody")[0].all("tr")]
        return [float(re.match(r"[\d.]+", cell)[0]) for cell in cells]  # type: ignore[index] # without marks

    assert values(part + link) == sorted(values(part), reverse=True) != values(part)
    assert values(part + "?sort=1.99") == values(part + "?sort=x") == values(part)
    head = site.get(part + link).tree.all("thead")[0].children[0].children[column]
    assert head.attributes["aria-sort"] == "descending"
    assert site.get(part.replace("html", "csv") + link).text == site.get(part.replace("html", "csv")).text
    lists = [site.get(f"/browse/observations?sort=1.-2&page={n}").tree for n in (1, 2)]
    cells = [
        [row.children[1].text.replace(",", "") for row in tree.all("tbody")[0].all("tr")] for tree in lists
    ]
    found = [[float(cell) for cell in page if cell != "life"] for page in cells]
    assert found[0] == sorted(found[0], reverse=True)
    assert min(found[0]) >= max(found[1])


def test_a_measure_begins_with_its_numbers(site: Site) -> None:
    tree = site.get("/measure/mean-sentence.html").tree
    table = tree.all("table")[0]
    assert table.all("caption")[0].text == f"{len(table.all('tbody')[0].all('tr'))} numbers"
    names = [item.attributes["id"] for item in tree.all("section")]
    assert names.index("trend") < names.index("numbers") < names.index("about")


def test_a_note_says_what_the_data_have_of_it(site: Site, things: Index) -> None:
    told = {note.label: note.about for note in things.by_kind["notes"]}
    assert all(told.values()) or [label for label, about in told.items() if not about] == ["note 44"]
    assert "In every average" in told["note 35"]
    assert "Cites §5C1.1." in told["note 35"]
    assert (
        told["note 35"]
        in site.get("/report/ussc-2021-production/note/35.html").tree.all("p", class_="lead")[0].text
    )


def test_claims_are_listed_by_verdict_with_the_words_of_the_report(
    site: Site, things: Index, built: Path
) -> None:
    """A badge leads to its list; a wrong filter is an error with the choices; what is contradicted is a card."""
    quotes = {row["subject"]: row["exact"] for row in tables.read(built / "mentions.csv")}
    for iri, number in things.verdicts.items():
        verdict = iri.rpartition("#")[2]
        tree = site.get(f"/browse/claims?verdict={verdict}").tree
        assert tree.all("caption")[0].text.startswith(f"{number} claim"), verdict
        for line in tree.all("tbody")[0].all("tr"):
            claim = next(t for t in things.by_kind["claims"] if t.href == line.all("a")[0].attributes["href"])
            assert line.children[1].text.startswith("“"), claim.iri
            assert quotes[claim.iri] in line.children[1].text or len(claim.quotes) > 1, claim.iri
            badge = line.children[2].all("a")[0]
            assert badge.attributes["href"] == f"/browse/claims?verdict={verdict}"
    wrong = site.get("/browse/claims?verdict=Nope")
    assert wrong.status == 400
    assert "Contradicted" in wrong.text
    cards = site.get("/checked").tree.all("section", class_="card")
    assert len(cards) == things.verdicts[named("cpg:Contradicted")]
    assert all("The words allow" in card.text and "“" in card.text for card in cards)


def test_a_question_is_answered_as_printed_and_refuses_what_nothing_is_with_the_choices(site: Site) -> None:
    tree = site.get("/queries/offenders-in-a-year?year=2005").tree
    rows = [
        [cell.text for cell in row.all("td")]
        for name in ("enhancements-in-two-years", "recompute-shares")
        for row in site.get(f"/queries/{name}").tree.all("tbody")[0].all("tr")
    ]
    assert any("33.0" in row for row in rows), "as it is printed, which the data cannot say of a decimal"
    assert {row[-1] for row in rows} >= {"yes", "no"}
    assert len(tree.all("select")) == 3
    assert "textarea" in [e.name for e in tree.all("details")[-2].within], "the query is folded"
    for wrong, choice in (
        ("offenders-in-a-year?year=1901", "2005"),
        ("table-as-printed?part=report/none", "/part/"),
    ):
        answer = site.get(f"/queries/{wrong}")
        assert (answer.status, "The choices are" in answer.text, choice in answer.text) == (400, True, True)


def test_a_page_says_how_it_and_the_report_are_cited(site: Site, things: Index) -> None:
    """By Bluebook, APA, and BibTeX, with the address of each, on pages of things and of the whole."""
    assert things.report
    for target, iri in (
        (things.by_kind["tables"][0].href, things.by_kind["tables"][0].iri),
        (things.by_kind["observations"][0].href, things.by_kind["observations"][0].iri),
        ("/quality", f"{BASE}quality"),
    ):
        (cite,) = site.get(target).tree.all("details", class_="cite")
        told = [e.text for e in cite.all("dd")]
        assert [e.text for e in cite.all("code")] == [iri]
        assert [iri in text for text in told] == [False] * 2 + [True] * 4, target
        cited = told[0].removeprefix(f"U.S. Sent'g Comm'n, {things.report.label}").partition(" (2021)")[0]
        printed = (
            [iri] if "/part/" in iri else things.things[iri].facets["part"] if iri in things.things else []
        )
        assert cited in [f", {things.label(name).partition('. ')[0]}" for name in printed] or not (
            cited or printed
        )
        assert told[1].startswith(f"United States Sentencing Commission. (2021). {things.report.label}")
        assert [re.findall(r"@\w+", e.text) for e in cite.all("pre")] == [["@techreport", "@misc"]]
        assert all(things.source.page in text for text in (*told[:2], told[-1]))


def test_pages_of_things_say_what_they_must_in_labels(site: Site, sample: list[Thing], things: Index) -> None:
    """A link to a thing is called by its name; IRIs stand only where the identifier itself is shown."""
    by_path = {thing.href: thing for thing in things.things.values()}
    for thing in sample:
        iri = thing.iri
        tree, faults = parse(site.get(path(thing)).text)
        assert not faults, (iri, faults[:3])
        assert tree.all("h1")[0].text.casefold() == " ".join(thing.label.split()).casefold()
        assert iri in [item.text for item in tree.all("code")]
        assert not [words for words in SCOPE if words not in tree.text]
        for link in tree.all("a"):
            other = by_path.get(link.attributes["href"])
            if other is not None and link.text != other.label:
                assert "/" not in link.text or "/" in other.label or " " in link.text, (iri, link.text)
                assert not link.text.startswith(("http:", "https:")), (iri, link.text)
        assert all(table.all("caption") for table in tree.all("table")), iri
        for chart in tree.all("svg"):
            assert chart.all("title")[0].text, iri
            assert chart.all("desc")[0].text, iri
        shown = [item.text for item in tree.all("td", "li", "p") if not item.all("code")]
        starts = ("PREFIX ", "type: sh:PrefixDeclaration", "“")  # a citation ends in an address
        assert not [text for text in shown if BASE in text and not text.startswith(starts)], iri


def numbers(tree: Element) -> dict[str, str]:
    """The numbers of a page by the path of the observation that each links to."""
    found = {}
    for cell in tree.all("td"):
        links = [link for link in cell.all("a") if "/observation/" in link.attributes["href"]]
        if "number" in cell.attributes.get("class", "").split() and links:
            found[links[0].attributes["href"]] = links[0].text
    return found


def test_tables_and_figures_show_the_numbers_of_the_data(site: Site, things: Index, built: Path) -> None:
    """As the CSV files have them; and the CSV of a table is the table of its page."""
    rows = {things.things[row["id"]].href: row for row in tables.read(built / "observations.csv")}
    places: dict[tuple[str, str], set[str]] = {}
    for item in tables.read(built / "mentions.csv"):
        places.setdefault((item["subject"], item["part"]), set()).add(item["printed"].removesuffix("%"))
    compared = 0
    for part in (*things.by_kind["tables"], *things.by_kind["figures"]):
        name = part.iri.rpartition("/")[2]
        shown = numbers(site.get(path(part)).tree)
        assert set(shown) == {href for href, row in rows.items() if name in row["parts"].split(";")}, name
        for href, text in shown.items():
            row = rows[href]
            if row["value"]:
                printed = text.removesuffix("%")
                assert Decimal(printed.replace(",", "")) == Decimal(row["value"]), (name, href)
                assert printed in places[row["id"], name], (name, href)
                compared += 1
        if part.kind.id == "tables":
            lines = list(csv.DictReader(io.StringIO(site.get(path(part).replace(".html", ".csv")).text)))
            assert {things.things[line["id"]].href: line["printed"] for line in lines} == shown
            for line in lines:
                row = rows[things.things[line["id"]].href]
                assert line["value"] == "" or Decimal(line["value"]) == Decimal(row["value"])
                bounds = [(Decimal(item["low"] or -1), Decimal(item["high"] or -1)) for item in (line, row)]
                assert bounds[0] == bounds[1]
    assert compared > 150


def test_the_parts_of_a_breakdown_are_added_up(site: Site, things: Index) -> None:
    verdicts = Counter[str]()
    for breakdown in things.by_kind["breakdowns"]:
        tree = site.get(path(breakdown)).tree
        (section,) = tree.all("section", id="sizes")
        sizes = [cell.text.replace(",", "") for cell in section.all("tbody")[0].all("td")]
        told = section.all("p")[-1].text.replace(",", "")
        if "not known" in sizes:
            assert "so the sum cannot be judged." in told, breakdown.iri
            continue
        *parts, total, base = map(int, sizes)
        assert sum(parts) == total, breakdown.iri
        answer, left = re.search(rf"(Yes|No): {total} of {base}(?:; (\d+) in no part)?", told).groups()  # type: ignore[union-attr]
        assert left is None or total + int(left) == base, breakdown.iri
        assert answer == "No" or total == base, breakdown.iri
        verdicts[answer] += 1
    assert verdicts["Yes"] > 10
    assert verdicts["No"] > 5


SAYS = [
    ("breakdown/figure-3", "No: 510 of 512; 2 in no part, as the data say.", "/offenses-of-conviction-incomplete"),
    ("breakdown/figure-3", "italics: computed here", "<i><a"),
    ("part/figure-4", "Yes: 512 of 512. The rounded percentages add up to 100.1.", "breakdown/figure-4"),
    ("part/table-11", "No: 611 of 512; the categories overlap.", "breakdown/table-11"),
    ("part/table-8", "digits as printed, labels ours", '">60</a><sup><a href="#a'),
    ("part/table-1", "labels ours", '">64</a><sup><a href="#a'),
    ("part/figure-5", "where the figure has none in a known text: 98 (2005).", "printed in the prose"),
    ("part/figure-5", "Child Pornography Cases, and the prose", "98"),
    ("claim/remaining-by-cross-reference", "22.8 percent What the data give17.8 percent", ">divided by<"),
    ("claim/any-contact-over-300-months", "more than 300 months", "287.4 months (286.87 to 287.87 by rounding)"),
    ("claim/non-contact-history-longer", "12 months shorter (11 to 13 by rounding)", ">compared with<"),
    ("claim/offenses-of-conviction-are-all", "equal", "0.3 points short (0.05 to 0.55 by rounding)"),
    ("claim/full-time-household-nearly-one-third", "30 to less than 33.33 percent", "32.2 percent"),
    ("claim/enticements-add-up", "equal (0.2 points short to 0.2 points over by rounding)", ">added up<"),
    ("claim/other-kinds-steady-together", "0.9 to 1.1 times", "0 to 0.01 times"),
]  # fmt: skip


@pytest.mark.parametrize(("target", "words", "source"), SAYS)
def test_a_page_says_what_is_so(site: Site, target: str, words: str, source: str) -> None:
    answer = site.get(f"/report/ussc-2021-production/{target}.html").text
    assert words.replace(" ", "") in parse(answer)[0].all("main")[0].text.replace(" ", "")
    assert source in answer


def test_anomalies_begin_with_the_serious_ones(site: Site, things: Index) -> None:
    lines = parse(site.get("/browse/anomalies").text)[0].all("tbody")[0].all("tr")
    told = [line.children[1].text for line in lines]
    assert told == sorted(told, key=["serious", "moderate", "slight"].index)
    only = parse(site.get("/browse/anomalies?severity=High").text)[0].all("tbody")[0].all("tr")
    assert len(only) == told.count("serious") > 1


def test_a_number_says_all_that_is_known_of_it(site: Site, things: Index, built: Path) -> None:
    """Its value, its population, and each part that prints it, with the words around it."""
    rows: Mapping[str, dict[str, str]] = {row["id"]: row for row in tables.read(built / "observations.csv")}
    mentions, seen = tables.read(built / "mentions.csv"), 0
    for thing in things.by_kind["observations"][::25]:
        tree = site.get(path(thing)).tree
        linked = {link.attributes["href"] for link in tree.all("a")}
        told = tree.all("main")[0].text
        assert any(f"/population/{rows[thing.iri]['population']}.html" in href for href in linked), thing.iri
        for item in (item for item in mentions if item["subject"] == thing.iri):
            seen += 1
            folder = "note" if item["part"].startswith("note-") else "part"
            place = f"{folder}/{item['part'].removeprefix('note-')}.html"
            assert any(href.endswith(f"/{place}") for href in linked), item
            assert " ".join(item["exact"].split()) in told, item
    assert seen > 10


def test_what_is_counted_on_the_home_page_and_in_lists_is_in_the_store(
    site: Site, things: Index, graph: Graph
) -> None:
    lists = [found for found in site.get("/").tree.all("ul") if "topics" in found.attributes.values()]
    items = ((item.all("a")[0].attributes["href"], item.all("span")[0].text) for item in lists[0].all("li"))
    counted = {href.rpartition("/")[2]: number for href, number in items}
    for kind in counted.keys() & KINDS.keys():
        cls = named(KINDS[kind].classes)
        members = (graph.default or graph.store).quads_for_pattern(
            None, ox.NamedNode(vocab.RDF.type.value), ox.NamedNode(cls), None
        )
        assert counted[kind] == f"{len({quad.subject for quad in members}):,}", kind
    assert len(counted) > 10
    listed = [item.text for item in site.get("/browse").tree.all("li")]
    for held in things.by_kind.values():
        name = held[0].kind.many
        line = next(
            text
            for text in listed
            if re.fullmatch(rf"{re.escape(name)} [\d,]+\D*(\d+\D*)?", text, re.IGNORECASE)
        )
        assert sum(int(n.replace(",", "")) for n in re.findall(r"\d[\d,]*\d|\d", line[len(name) :])) == len(
            held
        )


def test_the_model_is_on_one_page_and_true(site: Site, things: Index, graph: Graph) -> None:
    """Each arrow of its diagram stands for statements, each form of a name names something, and others link to it."""
    text = site.get("/model").text
    told = re.search(r'<desc id="model-told">(.*?)</desc>', text)
    assert told
    for arrow in told[1].strip(" .").split(". "):
        start, properties, end = re.fullmatch(r"(\S+) (.*) (\S+)", arrow).groups()  # type: ignore[union-attr]
        for name in properties.split(", "):
            asked = Job(f"{PROLOGUE}ASK {{ ?a a {start} ; {name} ?b . ?b a {end} }}", "json")
            assert b"true" in evaluate(graph, asked).body, arrow
    forms = re.findall(r'<code class="pattern">(.*?)</code>', text)
    names = [iri.removeprefix(BASE) for iri in things.things]
    for form in forms:
        pattern = "[^/]+".join(re.escape(piece) for piece in re.split(r"\{[^}]*\}", form))
        assert any(re.fullmatch(pattern, name) for name in names), form
    assert len(forms) > 15
    patterns = re.findall(r'<h3 id="(model-\d\d-[a-z-]+)">', text)
    assert len(patterns) == 12
    assert {f'href="/queries/{stem}"' in text for stem in patterns} == {True}
    assert "<code>qb:Observation</code>" in text
    assert '<h2 id="example">' in text
    for place in ("/", "/ns", "/sparql", "/queries"):
        assert 'href="/model"' in site.get(place).text, place
    assert 'href="/shapes"' in site.get("/ns").text
