"""Properties of the query checker: it refuses with a place or hands over a query that says the same and no more."""

from __future__ import annotations

import time

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpgraph.store import Dataset
from cpgraph.web import syntax
from cpgraph.web.checks import Checked, Rules, check
from cpgraph.web.problems import Problem
from cpgraph.web.tokens import tokenize

from .texts import QUERIES, mutations, soups

G = "http://example.org/g"
RULES = Rules(graphs={G})
FEW = settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck))


def checked(text: str) -> Checked | Problem:
    try:
        return check(text, Dataset(), RULES)
    except Problem as problem:
        return problem


def lines(text: str) -> int:
    return text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1


def hold(text: str, problem: Problem) -> None:
    assert problem.status in (400, 403)
    assert problem.detail.endswith((".", "?"))
    assert len(problem.document()["detail"]) <= 300  # type: ignore[arg-type]
    if problem.line:
        assert 1 <= problem.line <= lines(text) + 1
        assert len(problem.excerpt) <= 200


@FEW
@given(st.one_of(soups(), mutations(), st.text(max_size=40)))
def test_a_text_is_refused_with_its_place_or_passes_whole(text: str) -> None:
    found = checked(text)
    if isinstance(found, Problem):
        hold(text, found)
        return
    words = {token.text.upper() for token in tokenize(found.engine) if token.kind == "word"}
    assert "SERVICE" not in words
    if words & {"FROM", "PREFIX"}:  # where the grammar has no place for them
        with pytest.raises(SyntaxError):
            ox.Store().query(found.engine)
    assert "\n" not in found.engine
    again = check(found.engine, Dataset(), RULES)
    assert again.engine == found.engine  # what is handed over is read as it was written
    assert again.form == found.form
    assert [found.offset(place) for place in range(0, len(found.engine), 7)] == sorted(
        found.offset(place) for place in range(0, len(found.engine), 7)
    )


@FEW
@given(st.one_of(soups(), mutations()))
def test_what_the_engine_refuses_is_told_with_its_place(text: str) -> None:
    found = checked(text)
    if isinstance(found, Problem):
        return
    try:
        ox.Store().query(found.engine)
    except SyntaxError as error:
        said = str(error)
        column = int(said.partition("at 1:")[2].partition(":")[0] or 1)
        problem = syntax.problem(found, column, said.rpartition(": ")[2])
        hold(text, problem)
        assert problem.line >= 1
        assert "expected" not in problem.detail.lower()
    except (ValueError, RuntimeError, OSError):
        pass


def test_the_queries_that_are_mutated_pass() -> None:
    assert len(QUERIES) > 50
    for text in QUERIES:
        assert isinstance(checked(text), Checked)


@pytest.mark.parametrize(
    "unit", ["a", "ab:c ", "?x ", "{", "(", "[", "<", "'", '"', "#", "\\u0041", "@", "1", "a.", "$"]
)
def test_a_long_text_costs_little_and_is_not_sent_back(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    started = time.process_time()
    for head in ("", "ASK { ?s ?p ", "PREFIX "):
        found = checked((head + text)[:100_000])
        assert isinstance(found, Problem)
        hold(text, found)
    assert time.process_time() - started < 20  # the square of the length would take minutes


def test_a_graph_named_twice_is_read_once() -> None:
    found = checked(f"SELECT * FROM <{G}> FROM <{G}> FROM NAMED <{G}> FROM NAMED <{G}> {{ ?s ?p ?o }}")
    assert isinstance(found, Checked)
    assert found.dataset == Dataset((G,), (G,))
    assert check("ASK { }", Dataset((G, G), (G, G)), RULES).dataset == Dataset((G,), (G,))


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("SELECT (SUM(COUNT(?s)) AS ?n) { ?s ?p ?o }", True),
        ("SELECT ?s { ?s ?p ?o } GROUP BY ?s HAVING(MAX(1 + sum(?o)) > 1)", True),
        ("SELECT (SUM(IF(?o > AVG(?o), 1, 0)) AS ?n) { ?s ?p ?o }", True),
        ("SELECT (SUM(?o) + COUNT(?o) AS ?n) (MAX(?o) AS ?m) { ?s ?p ?o }", False),
        ("SELECT (SUM(?n) AS ?m) { { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }", False),
        ("SELECT (GROUP_CONCAT(STR(?o); SEPARATOR='COUNT(') AS ?m) { ?s ?p ?o }", False),
    ],
)
def test_an_aggregate_takes_no_other(text: str, is_refused: object) -> None:
    found = checked(text)
    assert isinstance(found, Problem) is is_refused
    if isinstance(found, Problem):
        assert found.kind == "malformed-query"
        assert "takes no other" in found.detail
