"""Where a query leaves the grammar, in words; and that no query the engine takes is said to leave it."""

from __future__ import annotations

import contextlib

import pyoxigraph as ox
import pytest

from cpgraph.store import Dataset, EvaluationError, Graph, Job, QuerySyntaxError, evaluate
from cpgraph.web import grammar, syntax
from cpgraph.web.checks import Rules, check
from cpgraph.web.problems import Problem

EMPTY = Graph(ox.Store(), "", {}, 0, {})

WRONG = [
    ("SELECT ?s { ?s ?p ?o ?a ?b ?c }", 22, "full stop"),
    ("SELECT WHERE { }", 8, "After SELECT"),
    ("SELECT COUNT(?s) { ?s ?p ?o }", 8, "in parentheses and is named"),
    ("SELECT (COUNT(?s)) { ?s ?p ?o }", 18, "named"),
    ("SELECT ?s, ?p { ?s ?p ?o }", 10, "No commas"),
    ("SELECT ?s ?s ?p ?o", 19, "WHERE {"),
    ("SELECT ?s { ?s ?p }", 19, "a value"),
    ("SELECT ?s { ?s 'p' ?o }", 16, "a property"),
    ("SELECT ?s { ?s ?p ?o . FILTER ?o > 3 }", 31, "After FILTER"),
    ("SELECT ?s { FILTER(?o >) }", 24, "a value"),
    ("SELECT ?s { FILTER(?o NOT 1) }", 27, "IN"),
    ("SELECT ?s { FILTER(STRLEN ?o) }", 27, "After STRLEN"),
    ("SELECT ?s { BIND(1 ?x) }", 20, "BIND is written"),
    ("SELECT ?s { VALUES ?x { ?y } }", 25, "UNDEF"),
    ("SELECT ?s { VALUES (?x) { 1 } }", 27, "Each row"),
    ("SELECT ?s { OPTIONAL ?a ?b ?c }", 22, "braces"),
    ("SELECT ?s { GRAPH { } }", 19, "After GRAPH"),
    ("SELECT ?s { ?s ?p ?o } ORDER ?s", 30, "BY"),
    ("SELECT ?s { ?s ?p ?o } ORDER BY", 32, "After ORDER BY"),
    ("SELECT ?s { ?s ?p ?o } LIMIT ?s", 30, "whole number"),
    ("SELECT ?s { ?s ?p ?o } LIMIT 1 ORDER BY ?s", 32, "The order is"),
    ("ASK { SELECT * { } ?a ?b ?c }", 20, "A subquery stands alone"),
    ("ASK { ?s ?p ?o . SELECT * { } }", 18, "braces of its own"),
    ("CONSTRUCT { FILTER(1) } { }", 13, "plain triples"),
    ("CONSTRUCT ?s { }", 11, "template"),
    ("DESCRIBE", 9, "After DESCRIBE"),
    ("ASK { } ASK { }", 9, "complete"),
    ("ASK { ?s ?p 'x'^^'y' }", 18, "datatype"),
    ("ASK { ?s !?p ?o }", 11, "After !"),
    ("ASK { ?s ?p [ ?o ] }", 18, "a value"),
]


@pytest.mark.parametrize(("text", "column", "words"), WRONG)
def test_wrong_queries_are_told_where_and_why(text: str, column: int, words: str) -> None:
    checked = check(text, Dataset(), Rules(()))
    with pytest.raises(QuerySyntaxError) as caught:
        evaluate(EMPTY, Job(checked.engine))
    problem = syntax.problem(checked, caught.value.column, caught.value.expected)
    assert (problem.line, problem.column) == (1, column)
    assert words in problem.detail
    assert "expected" not in problem.detail


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("SELECT ?s ?s { ?s ?p ?o }", "Duplicated variable name in SELECT."),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", "The SELECT contains a variable that is unbound."),
        ("SELECT (1 AS ?s) { ?s ?p ?o }", "The SELECT overrides an existing variable using an expression."),
        ("ASK { { _:a ?p 1 } { _:a ?p 2 } }", "The engine cannot read the query"),
    ],
)
def test_what_the_grammar_allows_and_the_engine_does_not(text: str, words: str) -> None:
    checked = check(text, Dataset(), Rules(()))
    with pytest.raises(QuerySyntaxError) as caught:
        evaluate(EMPTY, Job(checked.engine))
    assert words in syntax.problem(checked, caught.value.column, caught.value.expected).detail


RIGHT = [
    ("SELECT DISTINCT ?s (COUNT(DISTINCT *) AS ?n) WHERE { ?s ?p ?o } "
     "GROUP BY ?s HAVING (COUNT(*) > 1) ORDER BY DESC(?n) ?s LIMIT 1 OFFSET 2"),
    "SELECT * { ?s ?p ?o ; ?q 1 , -2 , +3.5 ; ; . ?t a [] ; ?r [ ?u 'x'@en , 'y'^^<a:b> ] . ( 1 ?z ( ) ) ?p true }",
    "SELECT * { ?s (<a:b>|^<a:c>)/<a:d>+/!(<a:e>|^a)* ?o . ?s !<a:f> ?x }",
    "SELECT * { { ?s ?p ?o } UNION { ?s ?q ?o } UNION { } MINUS { ?s ?p 1 } OPTIONAL { ?s ?p 2 } GRAPH ?g { } }",
    "SELECT * { ?s ?p ?o FILTER(?o IN (1, 2) && ?p NOT IN () || !BOUND(?s) && -?o < 3 + 4 * 5 / 6 - 7) }",
    "SELECT * { ?s ?p ?o FILTER EXISTS { ?s ?p 1 } FILTER NOT EXISTS { ?s ?p 2 } FILTER(NOT EXISTS { ?s ?p 3 }) }",
    "SELECT * { FILTER REGEX('a', 'b', 'i') BIND(IF(true, COALESCE(1), CONCAT()) AS ?x) FILTER <a:f>(1) }",
    ("SELECT (GROUP_CONCAT(DISTINCT ?o ; SEPARATOR = ', ') AS ?g) "
     "{ ?s ?p ?o } GROUP BY (STR(?s) AS ?k) STRLEN(?s)"),
    ("SELECT * { VALUES ?x { 1 'a' <a:b> UNDEF } VALUES (?y ?z) { (1 2) (UNDEF 'b'@en) } "
     "VALUES () { () } } VALUES ?q { 1 }"),
    "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 1 } ?s ?p ?o . { SELECT * { } VALUES ?x { 1 } } }",
    "CONSTRUCT { ?s ?p [ ?q ( 1 2 ) ] . } WHERE { ?s ?p ?o } LIMIT 3",
    "CONSTRUCT WHERE { ?s ?p ?o . ?s a <a:b> }",
    "CONSTRUCT { } { }",
    "DESCRIBE * { ?s ?p ?o }",
    "DESCRIBE <a:b> ?s WHERE { ?s ?p ?o } LIMIT 2",
    "DESCRIBE <a:b>",
    "ASK { << ?s ?p ?o >> ?q ?r . ?s ?p <<( ?a ?b ?c )>> . ?s ?p ?o ~ ?r {| ?q 1 |} }",
    "ASK { FILTER(ISTRIPLE(<<( ?s ?p 1 )>>)) }",
]  # fmt: skip


@pytest.mark.parametrize("text", RIGHT)
def test_right_queries_are_read_to_their_end(text: str) -> None:
    checked = check(text, Dataset(), Rules(()))
    grammar.read(checked.pieces)
    with contextlib.suppress(EvaluationError):  # <a:f> is nobody's function
        evaluate(EMPTY, Job(checked.engine, "page"))


def test_patterns_are_listed_with_their_place() -> None:
    text = "SELECT * {\n ?s a <a:T> ; <a:p>/<a:q> 1 .\n OPTIONAL { ?s <a:r> ?o }\n { ?s ?p 1 } UNION { ?s ?p 2 } }"
    found = grammar.read(check(text, Dataset(), Rules(())).pieces)
    assert [(str(pattern), pattern.is_aside) for pattern in found] == [
        ("?s a <a:T>", False),
        ("?s <a:p> / <a:q> 1", False),
        ("?s <a:r> ?o", True),
        ("?s ?p 1", True),
        ("?s ?p 2", True),
    ]


def test_the_engines_own_list_is_never_shown() -> None:
    with pytest.raises(Problem) as caught:
        raise syntax.problem(
            check("ASK { ?s ?p ?o , }", Dataset(), Rules(())), 17, 'expected one of "$", "\'"'
        )
    assert "$" not in str(caught.value.document())
