"""The faces of a query: a page with a form and the result, a call, an example in the graph, a command; all agree.

That its rows are right is held by `test_queries.py`; here each face must give those rows.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from functools import cache
from typing import Any
from urllib.parse import urlencode

import pyoxigraph as ox
import pytest

from conftest import REPO
from cpgraph import ask, queries, vocab
from cpgraph.store import Graph
from cpgraph.vocab import BASE

from .asking import Site
from .reading import Element, parse

FOLDER = REPO / "queries" / "answers"
FILES = queries.load(FOLDER)
TABLES = [stem for stem, query in FILES.items() if query.returns]
GRAPHS = [stem for stem, query in FILES.items() if not query.returns]
every = pytest.mark.parametrize("stem", FILES)


@cache
def openapi(site: Site) -> Mapping[str, Any]:
    loaded: dict[str, Any] = json.loads(site.get("/openapi.json", "*/*").text)
    return loaded


@cache
def calls(site: Site) -> str:
    return site.get("/api").text


def value(field: Element) -> str:
    """What a field of a form holds: of a list, the one choice that is chosen."""
    if field.all("option"):
        (field,) = (item for item in field.all("option") if "selected" in item.attributes)
    return field.attributes["value"]


@every
def test_its_page_has_a_form_and_its_rows(site: Site, stem: str) -> None:
    query = FILES[stem]
    answer = site.get(f"/queries/{stem}")
    assert answer.status == 200
    tree, faults = parse(answer.text)
    assert not faults
    assert tree.all("h1")[0].text == query.question
    forms = [item for item in tree.all("form") if item.attributes.get("action") == f"/queries/{stem}"]
    assert len(forms) == (1 if query.params else 0)
    labels = {item.attributes["for"]: item.text for form in forms for item in form.all("label")}
    fields = {
        item.attributes.get("name"): item
        for form in forms
        for item in [*form.all("input"), *form.all("select")]
    }
    for param in query.params:
        field = fields[param.name]
        assert value(field) == (param.default or "")
        assert labels[field.attributes["id"]] == param.label
    table = tree.all("table")[0]
    assert [head.text for head in table.all("thead")[0].all("th")] == [
        *(query.returns or ("subject", "predicate", "object"))
    ]
    shown = len(table.all("tbody")[0].all("tr"))
    (expected,) = query.pins.values() if query.pins else (shown,)
    assert shown == expected or (shown < expected and f"{expected:,} rows" in tree.text)


@pytest.mark.parametrize("stem", TABLES)
def test_its_call_and_its_command_give_the_same_table(site: Site, graph: Graph, stem: str) -> None:
    query = FILES[stem]
    content = json.loads(site.get(f"/queries/{stem}", "application/json").text)
    assert content["head"]["vars"] == list(query.returns)
    rows = [
        [row[name]["value"] if name in row else "" for name in query.returns]
        for row in content["results"]["bindings"]
    ]
    (pinned,) = query.pins.values()
    assert len(rows) == pinned
    answer = site.get(f"/queries/{stem}", "text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(answer.text))) == [list(query.returns), *rows]
    assert site.get(f"/queries/{stem}?format=csv").body == answer.body
    printed = ask.answer(ask.find(stem, FOLDER), graph, "csv", ())
    assert printed.encode() == answer.body


@pytest.mark.parametrize("stem", GRAPHS)
def test_its_call_and_its_command_give_the_same_graph(site: Site, graph: Graph, stem: str) -> None:
    answer = site.get(f"/queries/{stem}", "text/turtle")
    assert answer.headers["content-type"].startswith("text/turtle")
    held = {str(quad.triple) for quad in ox.parse(answer.body, ox.RdfFormat.TURTLE)}
    assert held
    other = site.get(f"/queries/{stem}", "application/ld+json")
    assert {str(quad.triple) for quad in ox.parse(other.body, ox.RdfFormat.JSON_LD)} == held
    printed = ask.answer(ask.find(stem, FOLDER), graph, "turtle", ())
    assert {str(quad.triple) for quad in ox.parse(printed, ox.RdfFormat.TURTLE)} == held


@every
def test_it_is_an_operation(site: Site, stem: str) -> None:
    query = FILES[stem]
    operation = openapi(site)["paths"][f"/queries/{stem}"]["get"]
    assert (operation["operationId"], operation["summary"]) == (stem, query.question)
    assert operation["tags"] == list(query.tags)
    told = {item["name"]: item for item in operation["parameters"] if item["name"] != "format"}
    assert list(told) == [param.name for param in query.params]
    for param in query.params:
        assert told[param.name]["required"] == param.required
        assert told[param.name]["schema"].get("default") == param.default
    kinds = set(operation["responses"]["200"]["content"])
    assert kinds >= (
        {"application/json", "text/csv"} if query.returns else {"text/turtle", "application/ld+json"}
    )
    assert f'id="{stem}"' in calls(site)


@every
def test_it_is_an_example_in_the_graph(site: Site, graph: Graph, stem: str) -> None:
    """In the form of the SIB collection; and what is published is what is asked."""
    query = FILES[stem]
    node = ox.NamedNode(f"{BASE}query/{stem}")
    held = {
        quad.predicate.value: quad.object.value
        for quad in graph.store.quads_for_pattern(node, None, None, ox.NamedNode(f"{BASE}graph/examples"))
        if isinstance(quad.object, ox.NamedNode | ox.Literal)
    }
    text = next(
        held[vocab.PREFIXES["sh"] + name]
        for name in ("select", "construct")
        if vocab.PREFIXES["sh"] + name in held
    )
    assert held[f"{vocab.PREFIXES['schema']}target"] == f"{BASE}sparql"
    assert held[f"{vocab.PREFIXES['rdfs']}comment"] == query.question
    lines = [line for line in query.text.splitlines() if not line.startswith("#+")]
    assert text == "\n".join(lines).strip()
    page = parse(site.get(f"/query/{stem}.html").text)[0]
    linked = {link.attributes["href"] for link in page.all("a")}
    assert {f"/queries/{stem}", f"/sparql?example={stem}", f"/api#{stem}"} <= linked
    assert text in [
        item.text if "\n" not in text else "".join(item.parts).strip() for item in page.all("code")
    ]


@pytest.mark.parametrize("stem", [stem for stem, query in FILES.items() if query.params])
def test_its_values_can_be_given_and_are_kept_in_the_form(site: Site, stem: str) -> None:
    query = FILES[stem]
    given = {param.name: param.example or param.default or "" for param in query.params}
    answer = site.get(f"/queries/{stem}?{urlencode(given)}")
    assert answer.status == 200
    form = next(
        f for f in parse(answer.text)[0].all("form") if f.attributes.get("action") == f"/queries/{stem}"
    )
    fields = [*form.all("input"), *form.all("select")]
    shown = {item.attributes["name"]: value(item) for item in fields if "name" in item.attributes}
    assert shown.items() >= given.items()


@pytest.mark.parametrize(
    ("target", "told"),
    [
        ("means-surely-over-a-threshold?threshold=x", "threshold"),
        ("offenders-in-a-year?none=1", "none"),
        ("offenders-in-a-year?year=2019&year=2018", "year"),
        ("offenders-in-a-year?universe=%3Cx%3E%20%3Fs", "universe"),
        ("offenders-in-a-year?format=docx", "docx"),
    ],
)
def test_a_wrong_value_is_named(site: Site, target: str, told: str) -> None:
    answer = site.get(f"/queries/{target}", "application/json")
    assert answer.status == 400
    assert told in json.loads(answer.text)["detail"]
    assert not parse(site.get(f"/queries/{target}").text)[1]


def test_what_cannot_be_had_is_refused(site: Site) -> None:
    assert site.get(f"/queries/{TABLES[0]}", "text/turtle").status == 406
    assert site.get(f"/queries/{GRAPHS[0]}", "text/csv").status == 406
    assert site.get("/queries/none").status == 404
    assert site.get("/queries/").headers["location"] == "/queries"
