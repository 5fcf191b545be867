"""Search and facets: what they find is what SPARQL finds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import pytest

from cpgraph import vocab
from cpgraph.store import Graph
from cpgraph.web.pages.index import Index

from .asking import Site
from .reading import Element, parse

PREFIXED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in vocab.PREFIXES.items())


def asked(graph: Graph, query: str) -> set[str]:
    """The first column of a query over the merge of all graphs."""
    found: Any = graph.store.query(PREFIXED + query, use_default_graph_as_union=True)
    return {row[0].value for row in found}


def page(site: Site, **given: str) -> Element:
    answer = site.get(f"/search?{urlencode(given)}")
    assert answer.status == 200, given
    return parse(answer.text)[0]


def results(tree: Element) -> list[str]:
    """The addresses of the results on a page, in order."""
    (section,) = (item for item in tree.all("section") if item.attributes.get("id") == "results")
    return [item.all("a")[0].attributes["href"] for item in section.all("li")]


def everything(site: Site, **given: str) -> set[str]:
    """The results on all pages of a search."""
    found: list[str] = []
    number = 1
    while True:
        tree = page(site, **given, page=str(number))
        found += results(tree)
        if not [link for link in tree.all("a") if link.attributes.get("rel") == "next"]:
            assert len(found) == len(set(found))
            return set(found)
        number += 1


def options(tree: Element, name: str) -> dict[str, str]:
    """What a facet offers, by its value."""
    found = [item for item in tree.all("select") if item.attributes["name"] == name]
    return {option.attributes["value"]: option.text for item in found for option in item.all("option")}


def hrefs(things: Index, iris: set[str]) -> set[str]:
    return {things.things[iri].href for iri in iris}


@pytest.mark.parametrize("value", ["307", "60.3", "1,852", "302"])
def test_a_value_as_printed_finds_the_numbers(site: Site, graph: Graph, things: Index, value: str) -> None:
    number = value.replace(",", "")
    expected = asked(
        graph,
        f"""SELECT DISTINCT ?o {{ ?o a qb:Observation .
        {{ ?m oa:hasBody ?o ; cpg:printed "{value}" }}
        UNION {{ ?o sdmx-measure:obsValue ?v FILTER(?v = {number} && STR(?v) = "{value}") }} }}""",
    )
    assert expected
    assert everything(site, q=value, kind="observations") >= hrefs(things, expected)
    first = results(page(site, q=value))[0]
    assert first in hrefs(things, expected)


@pytest.mark.parametrize("word", ["sextortion", "position of trust", "obstruction"])
def test_words_find_definitions_by_label_and_text(site: Site, graph: Graph, things: Index, word: str) -> None:
    """Every word must be there, in a name or in the definition."""
    tests = " && ".join(f'CONTAINS(?text, "{part}")' for part in word.split())
    expected = asked(
        graph,
        f"""SELECT ?d {{ {{ SELECT ?d (GROUP_CONCAT(LCASE(?t); separator=" | ") AS ?text) {{ ?d a cpg:Definition ;
        skos:prefLabel|skos:altLabel|skos:notation|skos:definition|dcterms:identifier ?t }} GROUP BY ?d }}
        FILTER({tests}) }}""",
    )
    assert everything(site, q=word, kind="definitions") == hrefs(things, expected)


FACETS: Mapping[str, str] = {
    "part": "SELECT ?o {{ <{value}> qb:observation ?o . ?o cpg:measure ?m }}",
    "measure": "SELECT ?o {{ ?o a qb:Observation ; cpg:measure <{value}> }}",
    "period": "SELECT ?o {{ ?o a qb:Observation ; cpg:period <{value}> }}",
    "universe": "SELECT ?o {{ ?o a qb:Observation ; cpg:population/cpg:universe <{value}> }}",
    "population": "SELECT ?o {{ ?o a qb:Observation ; cpg:population <{value}> }}",
}


@pytest.mark.parametrize("name", FACETS)
def test_a_facet_holds_what_sparql_says(site: Site, graph: Graph, things: Index, name: str) -> None:
    narrowed = {"part": next(iter(options(page(site), "part").keys() - {""}))} if name == "population" else {}
    offered = {value: text for value, text in options(page(site, **narrowed), name).items() if value}
    assert offered
    for value in sorted(offered)[:: max(1, len(offered) // 4)]:
        expected = asked(graph, FACETS[name].format(value=value))
        if narrowed:
            expected &= asked(graph, FACETS["part"].format(value=narrowed["part"]))
        assert offered[value].endswith(f" ({len(expected):,})"), value
        assert things.label(value).casefold() in offered[value].casefold()
        assert everything(site, **narrowed, **{name: value}) == hrefs(things, expected), value


def test_the_kinds_are_counted_as_they_are(site: Site, things: Index) -> None:
    offered = options(page(site), "kind")
    assert {value: text for value, text in offered.items() if value}.keys() == things.by_kind.keys()
    for kind, listed in things.by_kind.items():
        assert offered[kind].endswith(f" ({len(listed):,})"), kind


def test_facets_narrow_each_other_down(site: Site, graph: Graph, things: Index) -> None:
    measure = next(iri for iri in options(page(site), "measure") if iri.endswith("/share"))
    tree = page(site, measure=measure)
    part = max(
        options(tree, "part").items(),
        key=lambda item: int(item[1].rpartition("(")[2].strip(")") or 0) if item[0] else 0,
    )
    expected = asked(graph, f"SELECT ?o {{ <{part[0]}> qb:observation ?o . ?o cpg:measure <{measure}> }}")
    assert part[1].endswith(f" ({len(expected):,})")
    found = everything(site, measure=measure, part=part[0])
    assert found == hrefs(things, expected)
    chosen = [
        item
        for item in page(site, measure=measure, part=part[0]).all("option")
        if "selected" in item.attributes
    ]
    assert {item.attributes["value"] for item in chosen} == {measure, part[0]}


def test_a_name_comes_before_what_only_mentions_it(site: Site, things: Index) -> None:
    table = things.by_kind["tables"][0]
    assert results(page(site, q=table.label))[0] == table.href


def test_nothing_found_says_what_to_do(site: Site) -> None:
    tree = page(site, q="zzzz")
    assert results(tree) == []
    assert "Try fewer or shorter words" in tree.text


@pytest.mark.parametrize("hostile", ['"><script>', "%00", "' OR 1=1", "\\", "(((", "a" * 5000, "é ü 日本"])
def test_any_words_are_words(site: Site, hostile: str) -> None:
    answer = site.get(f"/search?q={quote(hostile)}")
    assert answer.status == 200
    assert not parse(answer.text)[1]
    assert "<script>" not in answer.text.replace('<script type="application/ld+json">', "")


@pytest.mark.parametrize("number", ["0", "-1", "x", "1.5", "999999999"])
def test_a_page_that_is_not_there(site: Site, number: str) -> None:
    assert site.get(f"/search?q=parent&page={number}").status in (400, 404)
