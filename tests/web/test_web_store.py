"""The store: what a query reads, what an answer is, and that what is written says the same when it is read."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cpgraph.errors import GraphFileError, NotBuiltError
from cpgraph.results import (
    Dataset,
    EvaluationError,
    Format,
    Job,
    QuerySyntaxError,
    ResultTooLargeError,
    UnwritableError,
)
from cpgraph.store import Graph, count_rows, evaluate, open_graph

A, B = "http://example.org/a", "http://example.org/b"
EMPTY = Graph(ox.Store(), "", {}, 0, {})
RDFS, SKOS = "http://www.w3.org/2000/01/rdf-schema#", "http://www.w3.org/2004/02/skos/core#"


def opened(tmp_path: Path, *quads: str) -> Graph:
    path = tmp_path / "data.nq"
    path.write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8")
    return open_graph(path)


def column(graph: Graph, text: str, dataset: Dataset | None = None) -> list[str]:
    """The first column of a result."""
    found = json.loads(evaluate(graph, Job(text, dataset=dataset or Dataset())).body)
    name = found["head"]["vars"][0]
    return [row[name]["value"] for row in found["results"]["bindings"]]


def test_the_default_graph_is_the_union_unless_graphs_are_named(tmp_path: Path) -> None:
    graph = opened(tmp_path, f'<x:s> <x:p> "1" <{A}>', f'<x:s> <x:p> "2" <{B}>', '<x:s> <x:p> "3"')
    assert (graph.triples, graph.graphs) == (3, {A: 1, B: 1})
    plain, named = "SELECT ?o { ?s ?p ?o } ORDER BY ?o", "SELECT ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?o"
    for dataset, default, inside in (
        (None, ["1", "2", "3"], ["1", "2"]),
        (Dataset((A, A), ()), ["1"], []),
        (Dataset((A, B), ()), ["1", "2"], []),
        (Dataset((B,), (A,)), ["2"], ["1"]),
        (Dataset(("http://example.org/none",), ()), [], []),
    ):
        assert (column(graph, plain, dataset), column(graph, named, dataset)) == (default, inside)


def test_prefixes_of_the_project_and_of_its_only_report_need_no_declaration(tmp_path: Path) -> None:
    base = "https://w3id.org/cpgraph/report"
    one = opened(tmp_path, f"<x:s> <x:p> <x:o> <{base}/demo/graph/facts>")
    assert column(one, "SELECT (STR(obs:x) AS ?x) { }") == [f"{base}/demo/observation/x"]
    assert column(one, "PREFIX obs: <x:> SELECT (STR(obs:x) AS ?x) { }") == ["x:x"]
    assert column(one, "SELECT (STR(<report/demo>) AS ?x) { }") == [f"{base}/demo"]
    two = opened(tmp_path, f"<x:s> <x:p> <x:o> <{base}/a/graph/f>", f"<x:t> <x:p> <x:o> <{base}/b/graph/f>")
    with pytest.raises(QuerySyntaxError):
        column(two, "SELECT (STR(obs:x) AS ?x) { }")


def test_errors_are_of_their_kind(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError):
        open_graph(tmp_path / "none.nq")
    with pytest.raises(GraphFileError, match="not a built graph"):
        opened(tmp_path, "<x:s> <x:p>")
    graph = opened(tmp_path, f"<x:s> <x:p> <x:o> <{A}>", f"<x:s> <x:p> <x:q> <{A}>")
    with pytest.raises(QuerySyntaxError, match="line 2") as syntax:
        evaluate(graph, Job("SELECT * {\n ?s ?p }"))
    assert syntax.value.args == (2, syntax.value.column, syntax.value.expected)
    for kind, words, job in (
        (EvaluationError, "not supported", Job("SELECT (<x:f>(1) AS ?x) { }")),
        (UnwritableError, "turtle", Job("ASK { }", "turtle")),
        (UnwritableError, "csv", Job("DESCRIBE <x:s>", "csv")),
        (ResultTooLargeError, "1 rows", Job("SELECT * { ?s ?p ?o }", max_rows=1)),
        (ResultTooLargeError, "9 bytes", Job("SELECT * { ?s ?p ?o }", max_bytes=9)),
        (ResultTooLargeError, "1 rows", Job("SELECT * { ?s ?p ?o }", "page", max_rows=1)),
        (ResultTooLargeError, "9 bytes", Job("SELECT * { ?s ?p ?o }", "page", max_bytes=9)),
        (ResultTooLargeError, "1 rows", Job("CONSTRUCT WHERE { ?s ?p ?o }", "ntriples", max_rows=1)),
    ):
        with pytest.raises(kind, match=words):
            evaluate(graph, job)


def test_bindings_are_terms_and_what_was_asked_about_comes_first(tmp_path: Path) -> None:
    graph = opened(
        tmp_path, "<x:a> <x:p> <x:b> <x:g>", '<x:b> <x:p> "a\\" }} # b" <x:g>', "<x:c> <x:p> <x:b> <x:g>"
    )
    text = "CONSTRUCT { ?this ?p ?o . ?s ?q ?this } { { ?this ?p ?o } UNION { ?s ?q ?this } }"
    found = evaluate(graph, Job(text, "ntriples", bindings=(("this", "<x:b>"),))).body.decode()
    assert [line.split()[0] for line in found.splitlines()] == ["<x:b>", "<x:a>", "<x:c>"]
    text = "SELECT ?s ?o { ?s ?p ?o }"
    assert evaluate(graph, Job(text, bindings=(("o", str(ox.Literal('a" }} # b'))),))).rows == 1
    assert evaluate(graph, Job(text, bindings=(("o", '"other"'),))).rows == 0
    with pytest.raises(EvaluationError, match="projection"):
        evaluate(graph, Job(text, bindings=(("p", "<x:p>"),)))


LITERALS = st.text(alphabet="ab\"\\,{}[]<>&\n\r\t'é:", max_size=8)
ROWS = st.lists(st.lists(st.one_of(st.none(), LITERALS), min_size=2, max_size=2), max_size=6)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(["json", "xml", "csv", "tsv"]))
@example([["a\rb", None], ["a\r\nb", "\t \n"]], "xml")
def test_rows_are_counted_and_read_back_whatever_they_hold(
    rows: list[list[str | None]], form: Format
) -> None:
    values = " ".join(
        f"({' '.join('UNDEF' if v is None else str(ox.Literal(v)) for v in row)})" for row in rows
    )
    found = evaluate(EMPTY, Job(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}", form))
    assert found.rows == count_rows(found.body, form) == len(rows)
    if form == "xml":
        space = "{http://www.w3.org/2005/sparql-results#}"
        read = [
            {cell.get("name"): cell[0].text or "" for cell in row} for row in ET.fromstring(found.body)[1]
        ]
        assert ET.fromstring(found.body)[1].tag == f"{space}results"
        assert read == [{n: v for n, v in zip("ab", row, strict=True) if v is not None} for row in rows]


NAMES = st.text(alphabet="a1.-_²ªé·:/#?=&'(\u0301\u2167\U00010000", max_size=4).map("http://e/".__add__)
NAMES = NAMES.filter(lambda name: name.count("#") < 2)  # an IRI has one fragment
OBJECTS = st.one_of(
    st.text(alphabet="a\r\n\t <&]>\"'\x00\x0b\ufffe\U0001f600", max_size=5).map(ox.Literal),
    NAMES.map(ox.NamedNode),
)
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.one_of(st.just(TYPE), NAMES), OBJECTS), min_size=1, max_size=3))
@example([(TYPE, ox.NamedNode("http://e/1"))])
@example([("http://e/x²", ox.Literal("1"))])
@example([("http://e/aª", ox.Literal("1"))])
@example([("http://www.w3.org/1999/02/22-rdf-syntax-ns#li", ox.Literal("1"))])
def test_rdfxml_is_read_back_as_it_was_or_refused(pairs: list[tuple[str, ox.Literal | ox.NamedNode]]) -> None:
    triples = [ox.Triple(ox.NamedNode("http://e/s"), ox.NamedNode(name), value) for name, value in pairs]
    template = " ".join(f"{triple} ." for triple in triples)
    try:
        body = evaluate(EMPTY, Job(f"CONSTRUCT {{ {template} }} WHERE {{ }}", "rdfxml")).body
    except UnwritableError:
        return
    read = rdflib.Graph().parse(data=body, format="xml")
    assert {str(o) if isinstance(o, rdflib.URIRef) else o.n3() for o in read.objects()} == {
        value.value if isinstance(value, ox.NamedNode) else rdflib.Literal(value.value).n3()
        for _, value in pairs
    }
    assert {str(predicate) for predicate in read.predicates()} == {name for name, _ in pairs}


@pytest.mark.xfail(strict=True, reason="a fault of the engine, named in docs/protocol.md: strike it there")
def test_numbers_are_in_order_beside_strings() -> None:
    assert column(EMPTY, "SELECT ?n { VALUES ?n { 20 '3' 3.5 } FILTER(isNumeric(?n)) } ORDER BY ?n") == [
        "3.5",
        "20",
    ]
    assert column(EMPTY, "SELECT ?n { VALUES ?n { 20 '3' 3.5 } } ORDER BY ?n")[-2:] == ["3.5", "20"]


@pytest.mark.xfail(strict=True, reason="a fault of the engine, named in docs/protocol.md: strike it there")
def test_an_alternative_path_counts_what_both_ways_give(tmp_path: Path) -> None:
    graph = opened(tmp_path, f'<x:s> <{RDFS}label> "a" <{A}>', f'<x:s> <{SKOS}prefLabel> "a" <{A}>')
    assert column(graph, f"SELECT ?l {{ ?s <{RDFS}label>|<{SKOS}prefLabel> ?l }}") == ["a", "a"]


def test_no_property_of_the_data_mixes_numbers_with_others(built: Path) -> None:
    """The engine has no order for such values, and readers sort."""
    text = (
        "SELECT ?p { ?s ?p ?o FILTER(isLiteral(?o)) } GROUP BY ?p HAVING(COUNT(DISTINCT isNumeric(?o)) > 1)"
    )
    assert column(open_graph(built / "cpgraph.nq"), text) == []
