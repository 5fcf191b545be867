"""The store: what a merge is, what an answer is, and how rows are counted."""

from __future__ import annotations

import json
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cpgraph.errors import NotBuiltError
from cpgraph.store import (
    Dataset,
    EvaluationError,
    Graph,
    Job,
    QuerySyntaxError,
    ResultTooLargeError,
    StoreError,
    TableFormat,
    UnwritableError,
    count_rows,
    evaluate,
    open_graph,
)

A, B = "http://example.org/a", "http://example.org/b"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"


def opened(tmp_path: Path, *quads: str) -> Graph:
    path = tmp_path / "data.nq"
    path.write_text("".join(f"{quad} .\n" for quad in quads), encoding="utf-8")
    return open_graph(path)


def number(graph: Graph, text: str, dataset: Dataset | None = None) -> int:
    body = json.loads(evaluate(graph, Job(text, dataset=dataset or Dataset())).body)
    return int(body["results"]["bindings"][0]["n"]["value"])


def test_graphs_without_a_shared_triple_are_not_copied(tmp_path: Path) -> None:
    graph = opened(tmp_path, f"<x:s> <x:p> 1 <{A}>".replace("1", '"1"'), f'<x:s> <x:p> "2" <{B}>')
    assert not graph.is_merged
    assert (graph.triples, graph.graphs) == (2, {A: 1, B: 1})
    assert number(graph, COUNT) == 2


def test_a_shared_triple_is_one_in_every_merge(tmp_path: Path) -> None:
    same = "<x:s> <x:p> <x:o>"
    graph = opened(tmp_path, f"{same} <{A}>", f"{same} <{B}>", f"<x:s> <x:p> <x:b> <{B}>")
    assert graph.is_merged
    assert (graph.triples, graph.graphs) == (2, {A: 1, B: 2})
    assert number(graph, COUNT) == 2
    assert number(graph, COUNT, Dataset((A, B), ())) == 2
    assert number(graph, COUNT, Dataset((A, A), ())) == 1
    assert number(graph, COUNT, Dataset((B,), (A,))) == 2
    assert number(graph, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }", Dataset((A, B), (A,))) == 1
    assert number(graph, "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }") == 3


def test_triples_outside_of_graphs_belong_to_the_merge(tmp_path: Path) -> None:
    graph = opened(tmp_path, "<x:s> <x:p> <x:o>", f"<x:s> <x:p> <x:o> <{A}>", f"<x:t> <x:p> <x:o> <{A}>")
    assert graph.triples == number(graph, COUNT) == 2


def test_a_report_of_its_own_gives_its_prefixes(tmp_path: Path) -> None:
    base = "https://w3id.org/cpgraph/report"
    one = opened(tmp_path, f"<x:s> <x:p> <x:o> <{base}/demo/graph/facts>")
    assert one.prefixes["obs"] == f"{base}/demo/observation/"
    two = opened(tmp_path, f"<x:s> <x:p> <x:o> <{base}/a/graph/f>", f"<x:t> <x:p> <x:o> <{base}/b/graph/f>")
    assert "obs" not in two.prefixes


def test_a_missing_or_broken_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError):
        open_graph(tmp_path / "none.nq")
    with pytest.raises(StoreError, match="not N-Quads"):
        opened(tmp_path, "<x:s> <x:p>")


def test_errors_are_of_their_kind(tmp_path: Path) -> None:
    graph = opened(tmp_path, f"<x:s> <x:p> <x:o> <{A}>", f"<x:s> <x:p> <x:q> <{A}>")
    with pytest.raises(QuerySyntaxError) as syntax:
        evaluate(graph, Job("SELECT * {\n ?s ?p }"))
    assert syntax.value.line == 2
    with pytest.raises(EvaluationError, match="not supported"):
        evaluate(graph, Job("SELECT (<x:f>(1) AS ?x) { }"))
    with pytest.raises(UnwritableError):
        evaluate(graph, Job("ASK { }", "turtle"))
    with pytest.raises(UnwritableError):
        evaluate(graph, Job("DESCRIBE <x:s>", "csv"))
    for form in ("json", "page"):
        with pytest.raises(ResultTooLargeError, match="1 rows"):
            evaluate(graph, Job("SELECT * { ?s ?p ?o }", form, max_rows=1))
        with pytest.raises(ResultTooLargeError, match="9 bytes"):
            evaluate(graph, Job("SELECT * { ?s ?p ?o }", form, max_bytes=9))
    with pytest.raises(ResultTooLargeError):
        evaluate(graph, Job("CONSTRUCT WHERE { ?s ?p ?o }", "ntriples", max_rows=1))


def test_a_graph_begins_with_what_was_asked_about(tmp_path: Path) -> None:
    graph = opened(tmp_path, "<x:a> <x:p> <x:b> <x:g>", '<x:b> <x:p> "1" <x:g>', "<x:c> <x:p> <x:b> <x:g>")
    text = "CONSTRUCT { ?this ?p ?o . ?s ?q ?this } { { ?this ?p ?o } UNION { ?s ?q ?this } }"
    answer = evaluate(graph, Job(text, "ntriples", bindings=(("this", "<x:b>"),)))
    assert answer.body.decode().splitlines() == [
        '<x:b> <x:p> "1" .',
        "<x:a> <x:p> <x:b> .",
        "<x:c> <x:p> <x:b> .",
    ]


def test_bindings_are_terms_and_not_text(tmp_path: Path) -> None:
    graph = opened(tmp_path, f'<x:s> <x:p> "a\\" }} # b" <{A}>')
    text = "SELECT ?s ?o { ?s ?p ?o }"
    found = evaluate(graph, Job(text, bindings=(("o", str(ox.Literal('a" } # b'))),)))
    assert found.rows == 1
    assert evaluate(graph, Job(text, bindings=(("o", '"other"'),))).rows == 0
    with pytest.raises(EvaluationError, match="projection"):
        evaluate(graph, Job(text, bindings=(("p", "<x:p>"),)))


LITERALS = st.text(alphabet="ab\"\\,{}[]<>&\n\r\t'é:", max_size=8)
ROWS = st.lists(st.lists(st.one_of(st.none(), LITERALS), min_size=2, max_size=2), max_size=6)


@settings(max_examples=60, deadline=None)
@given(ROWS, st.sampled_from(["json", "xml", "csv", "tsv"]))
def test_rows_are_counted_whatever_they_hold(rows: list[list[str | None]], form: TableFormat) -> None:
    graph = Graph(ox.Store(), "", {}, 0, {}, is_merged=True)
    values = " ".join(
        f"({' '.join('UNDEF' if v is None else str(ox.Literal(v)) for v in row)})" for row in rows
    )
    found = evaluate(graph, Job(f"SELECT ?a ?b {{ VALUES (?a ?b) {{ {values} }} }}", form))
    assert found.rows == count_rows(found.body, form) == len(rows)
