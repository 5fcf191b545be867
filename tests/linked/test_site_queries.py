"""The faces of a query: a page with a form and the result, a call, an example in the graph, a command; all agree.

That its rows are right is held by `test_queries.py`; here each face must give those rows.
"""

from __future__ import annotations

import csv
import io
import json
import re
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


def value(field: Element) -> str:
    """What a field of a form holds: of a list, the one choice that is chosen."""
    if field.all("option"):
        (field,) = (item for item in field.all("option") if "selected" in item.attributes)
    return field.attributes["value"]


def fields(tree: Element, stem: str) -> dict[str, Element]:
    """The fields of the form of a query by name, those without a name under nothing."""
    forms = tree.all("form", action=f"/queries/{stem}")
    assert len(forms) == (1 if FILES[stem].params else 0)
    found = [item for form in forms for item in form.all("input", "select")]
    return {item.attributes.get("name", ""): item for item in found}


CALLED = {"mention": "printedPlace", "observation": "number", "population": "group"}


@every
def test_its_page_has_a_form_and_its_rows(site: Site, stem: str) -> None:
    query = FILES[stem]
    tree, faults = parse(site.get(f"/queries/{stem}").text)
    assert not faults
    assert tree.all("h1")[0].text == query.question
    labels = {item.attributes.get("for"): item.text for item in tree.all("label")}
    form = fields(tree, stem)
    for param in query.params:
        assert value(form[param.name]) == (param.default or "")
        assert labels[form[param.name].attributes["id"]] == param.label
    table = tree.all("table")[0]
    heads = [head.text for head in table.all("thead")[0].all("th")]
    names = list(query.returns or ("subject", "predicate", "object"))
    things = [name for name in names if f"{name}Label" in names or (name, "group") == ("population", "group")]
    labels_of = {f"{name}Label" for name in things} | ({"group"} if "population" in names else set())
    plain = [re.sub("(?<=.)Label$", "", name) for name in names if name not in labels_of]
    kept_names = [CALLED.get(name, name) for name in plain]
    assert [head.replace(" ", "").casefold() for head in heads] == [name.casefold() for name in kept_names]
    shown = len(table.all("tbody")[0].all("tr"))
    (expected,) = query.pins.values() if query.pins else (shown,)
    assert shown == expected or (shown < expected and f"{expected:,} rows" in tree.text)
    if query.params:
        given = {param.name: param.example or param.default or "" for param in query.params}
        answer = site.get(f"/queries/{stem}?{urlencode(given)}")
        assert answer.status == 200
        kept = fields(answer.tree, stem)
        assert {name: value(kept[name]) for name in given} == given


@pytest.mark.parametrize("stem", TABLES)
def test_its_call_and_its_command_give_the_same_table(site: Site, graph: Graph, stem: str) -> None:
    query = FILES[stem]
    content = json.loads(site.get(f"/queries/{stem}", "application/json").text)
    assert content["head"]["vars"] == list(query.returns)
    bound = content["results"]["bindings"]
    assert [len(bound)] == list(query.pins.values())
    rows = [[row[name]["value"] if name in row else "" for name in query.returns] for row in bound]
    answer = site.get(f"/queries/{stem}", "text/csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == f'inline; filename="{stem}.csv"'
    assert list(csv.reader(io.StringIO(answer.text))) == [list(query.returns), *rows]
    assert site.get(f"/queries/{stem}?format=csv").body == answer.body
    assert ask.answer(ask.find(stem, FOLDER), graph, "csv", {}).encode() == answer.body


@pytest.mark.parametrize("stem", GRAPHS)
def test_its_call_and_its_command_give_the_same_graph(site: Site, graph: Graph, stem: str) -> None:
    def read(content: str | bytes, form: ox.RdfFormat) -> set[str]:
        return {str(quad.triple) for quad in ox.parse(content, form)}

    answer = site.get(f"/queries/{stem}", "text/turtle")
    assert answer.headers["content-type"].startswith("text/turtle")
    held = read(answer.body, ox.RdfFormat.TURTLE)
    assert held
    assert read(site.get(f"/queries/{stem}", "application/ld+json").body, ox.RdfFormat.JSON_LD) == held
    printed = ask.answer(ask.find(stem, FOLDER), graph, "turtle", {})
    assert read(printed, ox.RdfFormat.TURTLE) == held


@every
def test_it_is_an_example_in_the_graph(site: Site, graph: Graph, stem: str) -> None:
    """In the form of the SIB collection; and what is published is what is asked."""
    query = FILES[stem]
    quads = graph.store.quads_for_pattern(
        ox.NamedNode(f"{BASE}query/{stem}"), None, None, ox.NamedNode(f"{BASE}graph/examples")
    )
    terms = {quad.predicate.value: quad.object for quad in quads}
    held = {name: term.value for name, term in terms.items() if isinstance(term, ox.NamedNode | ox.Literal)}
    forms = (f"{vocab.PREFIXES['sh']}{form}" for form in ("select", "construct"))
    text = next(held[form] for form in forms if form in held)
    assert text == query.example
    assert held[f"{vocab.PREFIXES['schema']}target"] == f"{BASE}sparql"
    assert held[f"{vocab.PREFIXES['rdfs']}comment"] == query.question
    page = site.get(f"/query/{stem}.html").tree
    linked = {link.attributes["href"] for link in page.all("a")}
    assert {f"/queries/{stem}", f"/sparql?example={stem}", f"/api#{stem}"} <= linked
    assert text in ["".join(item.parts).strip() for item in page.all("code")]


def test_a_deprecated_term_is_named_where_it_finds_nothing(site: Site) -> None:
    target = "/sparql?" + urlencode({"query": "SELECT * { ?s cpg:coverageBasis ?o ; cpg:size ?n }"})
    headers = site.get(target, "text/csv").headers
    assert headers["cpgraph-unknown-terms"] == f"<{vocab.PREFIXES['cpg']}coverageBasis>"


def test_what_cannot_be_had_is_refused(site: Site) -> None:
    assert site.get(f"/queries/{TABLES[0]}", "text/turtle").status == 406
    assert site.get(f"/queries/{GRAPHS[0]}", "text/csv").status == 406
    assert site.get("/queries/none").status == 404
    assert site.get("/queries/").headers["location"] == "/queries"
