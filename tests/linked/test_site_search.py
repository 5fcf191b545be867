"""Search and facets: what they find is what SPARQL finds."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

import pytest

from cpgraph.store import Graph
from cpgraph.web.pages.things import Index

from .asking import Site, rows
from .reading import Element, parse

FACETS: Mapping[str, str] = {
    "part": "<{value}> qb:observation ?o . ?o cpg:measure ?m",
    "measure": "?o a qb:Observation ; cpg:measure <{value}>",
    "period": "?o a qb:Observation ; cpg:period <{value}>",
    "universe": "?o a qb:Observation ; cpg:population/cpg:universe <{value}>",
    "population": "?o a qb:Observation ; cpg:population <{value}>",
}


def expected(graph: Graph, things: Index, pattern: str) -> set[str]:
    """The pages of the things that a pattern binds to ?o, over the merge of all graphs."""
    return {things.things[iri].href for (iri,) in rows(graph.store, f"SELECT DISTINCT ?o {{ {pattern} }}")}


def page(site: Site, **given: str) -> Element:
    answer = site.get(f"/search?{urlencode(given)}")
    assert answer.status == 200, given
    return answer.tree


def results(tree: Element) -> list[str]:
    """The addresses of the results on a page, in order."""
    (section,) = tree.all("section", id="results")
    return [item.all("a")[0].attributes["href"] for item in section.all("li")]


def everything(site: Site, **given: str) -> set[str]:
    """The results on all pages of a search."""
    found: list[str] = []
    number = 1
    while True:
        tree = page(site, **given, page=str(number))
        found += results(tree)
        if not tree.all("a", rel="next"):
            assert len(found) == len(set(found))
            return set(found)
        number += 1


def options(tree: Element, name: str) -> dict[str, str]:
    """What a facet offers, by its value."""
    every = (option for item in tree.all("select", name=name) for option in item.all("option"))
    return {option.attributes["value"]: option.text for option in every if option.attributes["value"]}


@pytest.mark.parametrize("value", ["307", "60.3", "1,852", "302"])
def test_a_value_as_printed_finds_the_numbers(site: Site, graph: Graph, things: Index, value: str) -> None:
    number = value.replace(",", "")
    having = expected(
        graph,
        things,
        f"""?o a qb:Observation . {{ ?m oa:hasBody ?o ; cpg:printed "{value}" }}
        UNION {{ ?o sdmx-measure:obsValue ?v FILTER(?v = {number} && STR(?v) = "{value}") }}""",
    )
    assert having
    assert everything(site, q=value, kind="observations") >= having
    assert results(page(site, q=value))[0] in having


@pytest.mark.parametrize("word", ["sextortion", "position of trust", "obstruction"])
def test_words_find_definitions_by_label_and_text(site: Site, graph: Graph, things: Index, word: str) -> None:
    """Every word must be there, in a name or in the definition."""
    tests = " && ".join(f'CONTAINS(?text, "{part}")' for part in word.split())
    having = expected(
        graph,
        things,
        f"""{{ SELECT ?o (GROUP_CONCAT(LCASE(?t); separator=" | ") AS ?text) {{ ?o a cpg:Definition ;
        rdfs:label|skos:altLabel|skos:notation|skos:definition|dcterms:identifier ?t }} GROUP BY ?o }}
        FILTER({tests})""",
    )
    assert everything(site, q=word, kind="definitions") == having


def test_computed_numbers_come_last_and_filters_are_of_what_is_found(site: Site, things: Index) -> None:
    """Of numbers that fit alike."""
    computed = {thing.href: thing.is_computed for thing in things.by_kind["observations"]}
    pages = [
        page(site, q="offenders, fiscal year 2019", kind="observations", page=str(n)) for n in (1, 8, 14)
    ]
    flags = [computed[href] for tree in pages for href in results(tree)]
    assert flags == sorted(flags)
    assert {*flags} == {False, True}
    assert not options(page(site, q="18 USC 2251"), "measure")


@pytest.mark.parametrize("name", FACETS)
def test_a_facet_holds_what_sparql_says(site: Site, graph: Graph, things: Index, name: str) -> None:
    narrowed = {"part": next(iter(options(page(site), "part")))} if name == "population" else {}
    within = FACETS["part"].format(value=narrowed["part"]) if narrowed else ""
    offered = options(page(site, **narrowed), name)
    assert offered
    for value in sorted(offered)[:: max(1, len(offered) // 4)]:
        having = expected(graph, things, f"{FACETS[name].format(value=value)} . {within}")
        assert offered[value].endswith(f" ({len(having):,})"), value
        assert things.label(value).casefold() in offered[value].casefold()
        assert everything(site, **narrowed, **{name: value}) == having, value


def test_facets_narrow_each_other_down(site: Site, graph: Graph, things: Index) -> None:
    before = options(page(site), "kind")
    counts = {kind: f"({len(listed):,})" for kind, listed in things.by_kind.items()}
    assert {kind: text.rpartition(" ")[2] for kind, text in before.items()} == counts
    measure = next(iri for iri in options(page(site), "measure") if iri.endswith("/share"))
    parts = options(page(site, measure=measure), "part")
    part = max(parts, key=lambda iri: int(parts[iri].rpartition("(")[2].strip(")")))
    having = expected(graph, things, f"<{part}> qb:observation ?o . ?o cpg:measure <{measure}>")
    assert parts[part].endswith(f" ({len(having):,})")
    assert everything(site, measure=measure, part=part) == having
    shown = page(site, measure=measure, part=part).all("option")
    assert {o.attributes["value"] for o in shown if "selected" in o.attributes} == {measure, part}


def test_a_name_comes_before_what_only_mentions_it(site: Site, things: Index) -> None:
    table = things.by_kind["tables"][0]
    assert results(page(site, q=table.label))[0] == table.href
    nothing = page(site, q="zzzz")
    assert results(nothing) == []
    assert "Try fewer or shorter words" in nothing.text


@pytest.mark.parametrize(
    ("asked", "first", "told"),
    [
        ("2G2.1", "/law/ussg-2G2.1.html", ""),
        ("USSG §2G2.1(b)(4)(A)", "/law/ussg-2G2.1-b-4.html", ""),
        ("average sentence", "/measure/mean-sentence.html", "275 months: the mean sentence of"),
        ("CSAM", "/topic/child-pornography.html", ""),
        (
            "mean sentense parnt",
            "/report/ussc-2021-production/observation/mean-sentence_",
            "for “mean sentence parent”",
        ),
        ("What share of sentences fell within the range?", "/queries/sentences-against-the-range", ""),
        ("average sentences of women", "/report/", "with most of these words"),
    ],
)
def test_what_is_meant_comes_first(site: Site, asked: str, first: str, told: str) -> None:
    """Citations, other names of a thing, slips of the keyboard, questions, and words that nothing has all of."""
    tree = page(site, q=asked)
    assert results(tree)[0].startswith(first)
    assert told in " ".join(tree.text.split())


def test_plurals_find_the_singular_and_things_come_before_mentions(site: Site, things: Index) -> None:
    assert everything(site, q="stepparents") == everything(site, q="stepparent")
    kinds = {thing.href: thing.kind.group for thing in things.things.values()}
    found = [kinds.get(href, "Structure") for href in results(page(site, q="60.3"))]
    assert found == sorted(found, key="Evidence".__eq__)
    assert {"Evidence", "Statistics"} <= set(found)


@pytest.mark.parametrize("hostile", ['"><script>', "%00", "' OR 1=1", "\\", "(((", "a" * 5000, "é ü 日本"])
def test_any_words_are_words(site: Site, hostile: str) -> None:
    answer = site.get(f"/search?q={quote(hostile)}")
    assert answer.status == 200
    assert not parse(answer.text)[1]
    assert "<script>" not in answer.text.replace('<script type="application/ld+json">', "")


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "999999999"])
def test_a_page_that_is_not_there(site: Site, number: str) -> None:
    assert site.get(f"/search?q=parent&page={number}").status in (400, 404)
    assert site.get(f"/browse/tables?page={number}").status in (400, 404)
