"""What the guard refuses and where, whatever surrounds it; and that what it passes means to the engine what it says."""

from __future__ import annotations

import json
import time
from collections import Counter

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import tables
from cpgraph.results import Dataset, EvaluationError, Format, Job, QuerySyntaxError
from cpgraph.store import Graph, evaluate, open_graph
from cpgraph.vocab import BASE
from cpgraph.web.problems import Problem
from cpgraph.web.query import GuardedQuery, QueryLimits, guard, syntax_problem
from cpgraph.web.tokens import tokenize

from .conftest import HERE
from .hostile.texts import QUERIES, mutations, soups

G, H = "http://example.org/g", "http://example.org/h"
FAR = "http://127.0.0.1:1/"  # the engine refuses this port by name, so that a call is seen and not made
LIMITS = QueryLimits((G, H))
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
Rows = Counter[frozenset[tuple[str, str]]]
QUADS = f"""
<x:a> <x:p> <x:b> <{G}> .
<x:a> <x:q> <x:c> <{H}> .
<x:b> <x:p> <x:c> <{H}> .
<x:b> <x:q> <x:a> <{H}> .
"""


@pytest.fixture(scope="module")
def graph(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    path = tmp_path_factory.mktemp("query") / "graph.nq"
    path.write_text(QUADS)
    return open_graph(path)


def ask(graph: Graph, text: str) -> Problem | Rows:
    """The problem of a query, or how often it has each row (of a table)."""
    try:
        query = guard(text, Dataset(), LIMITS)
        form: Format = "json" if query.form in ("SELECT", "ASK") else "turtle"
        answer = evaluate(graph, Job(query.engine_text, form, query.dataset))
    except Problem as problem:
        return problem
    except QuerySyntaxError as error:
        return syntax_problem(query, error)
    except EvaluationError as error:
        return Problem("query-failed", str(error))
    document = json.loads(answer.body) if query.form == "SELECT" else {"results": {"bindings": []}}
    rows = ({name: cell["value"] for name, cell in row.items()} for row in document["results"]["bindings"])
    return Counter(frozenset(row.items()) for row in rows)


def refused(text: str, limits: QueryLimits = LIMITS) -> Problem:
    with pytest.raises(Problem) as caught:
        guard(text, Dataset(), limits)
    return caught.value


def passed(text: str, protocol: Dataset | None = None) -> GuardedQuery:
    return guard(text, protocol or Dataset(), LIMITS)


@pytest.mark.parametrize(
    "case", tables.read(HERE / "queries.tsv"), ids=lambda case: case["why"] or case["query"]
)
def test_a_query_is_answered_or_told_its_place_and_what_to_do(graph: Graph, case: dict[str, str]) -> None:
    found = ask(graph, json.loads(case["query"]))
    if case["kind"] == "ok":
        assert not isinstance(found, Problem)
        return
    assert isinstance(found, Problem)
    assert found.kind == case["kind"]
    assert case["place"] in ("", f"{found.line}:{found.column}")
    assert case["words"] in f"{found.detail} {found.next}"
    assert "expected" not in found.detail
    assert not found.line or found.excerpt.endswith("^")


def test_the_queries_of_the_project_pass() -> None:
    assert len(QUERIES) > 50
    for text in QUERIES:
        assert not passed(text).is_volatile


@pytest.mark.parametrize(
    ("text", "is_answered"),
    [
        ("PREFIX e: <x:> ASK { ?s ?p e:a.b.c }", True),
        ("SELECT (CONCAT ('a') AS ?x) { }", True),
        ("SELECT (COALESCE # (\n (1) AS ?x) { }", True),
        ("SELECT (BNODE () AS ?x) { }", True),
        ("SELECT (TRUE AS ?x) { }", True),
        ("SELECT (COUNT(*) AS ?n) (?n + 1 AS ?m) { ?s ?p ?o }", False),
    ],
)
def test_what_the_engine_cannot_read_is_written_so_that_it_can(
    graph: Graph, text: str, *, is_answered: bool
) -> None:
    """Where the first part fails the engine has been mended, and `tokens` and docs/protocol.md can forget it."""
    with pytest.raises(SyntaxError):
        ox.Store().query(text)
    assert isinstance(ask(graph, text), Problem) is not is_answered
    assert isinstance(later := ask(graph, f"{text} LIMIT ?x"), Problem)
    assert later.column > len(text.rpartition("\n")[2])  # the place is that of the text as it was sent


def test_a_listed_service_may_be_called_and_no_other() -> None:
    limits = QueryLimits((), services=("http://example.org/sparql",))
    for text in ("SERVICE <http://example.org/sparql> { }", "SERVICE SILENT e:sparql { }"):
        guard(f"PREFIX e: <http://example.org/> ASK {{ {text} }}", Dataset(), limits)
    named = "PREFIX : <x:> PREFIX SILENT: <http://example.org/> "
    for text in ("SERVICE <http://example.org/x> { }", "SERVICE ?any { }", "SERVICE SILENT:sparql { }"):
        problem = refused(f"{named}ASK {{ VALUES ?any {{ <{FAR}> }} {text} }}", limits)
        assert problem.kind == "service-refused"
        assert "<http://example.org/sparql>" in problem.next


@pytest.mark.parametrize(
    ("clauses", "protocol", "dataset", "objects"),
    [
        ("", Dataset(), Dataset(), "abcc"),
        (f"FROM <{G}>", Dataset(), Dataset((G,), ()), "b"),
        (f"FROM <{G}> FROM NAMED <{H}> FROM <{G}>", Dataset(), Dataset((G,), (H,)), "b"),
        (f"from named <{G}>", Dataset(), Dataset((), (G,)), ""),
        ("BASE<http://example.org/> FR\\u004FM<x/../h>#\nFROM e:g", Dataset(), Dataset((H, G), ()), "abcc"),
        (f"FROM <http://elsewhere/> FROM <{G}>", Dataset((H, H), ()), Dataset((H,), ()), "acc"),
    ],
)  # fmt: skip
def test_the_graphs_that_are_named_are_the_graphs_that_are_read(
    graph: Graph, clauses: str, protocol: Dataset, dataset: Dataset, objects: str
) -> None:
    with pytest.raises(Problem, match="no graph <http://elsewhere/>"):
        passed("ASK { }", Dataset(("http://elsewhere/",), ()))
    base, clauses = (clauses[:26], clauses[26:]) if clauses.startswith("BASE") else ("", clauses)
    query = passed(f"{base} PREFIX e: <http://example.org/> SELECT ?o {clauses} {{ ?s ?p ?o }}", protocol)
    assert query.dataset == dataset
    answer = evaluate(graph, Job(query.engine_text, "csv", query.dataset))  # which sees the clauses too
    assert sorted(answer.body.decode().split()[1:]) == [f"x:{name}" for name in objects]


SUB = "{ SELECT ?s { ?s <x:q> ?x } }"
IN_GRAPH = [
    (f"GRAPH ?g {{ ?s <x:p> ?o {SUB} }}", True),
    (f"graph $g {{ ?s <x:p> ?o OPTIONAL {{ {SUB} }} }}", True),
    (f"GRAPH ?g {{ ?s <x:p> ?o FILTER EXISTS {SUB} }}", True),
    (f"GRAPH <{G}> {{ GRAPH ?g {{ ?s <x:p> ?o {SUB} }} }}", True),
    ("GRAPH ?g { ?s <x:p> ?o { SELECT (COUNT(*) AS ?n) { [ <x:q> [] ] a () } } }", True),
    ("GRAPH ?g { ?s <x:p> ?o { SELECT ?y { BIND(1 AS ?y) } } }", True),
    ("GRAPH ?g { ?s <x:p> ?o { SELECT ?y { VALUES ?y { 1 } FILTER EXISTS { ?s <x:q> ?x } } } }", True),
    ("GRAPH ?g { SELECT ?y { VALUES ?y { 1 2 } } }", True),
    ("GRAPH ?g { { SELECT ?s { VALUES ?s { <x:a> } } } OPTIONAL { ?s <x:q> ?x } ?s <x:p> ?o }", True),
    ("GRAPH ?g { ?s <x:p> ?o { SELECT ?y { VALUES ?y { 1 2 } } } }", False),
    ("GRAPH ?g { { SELECT ?y { VALUES (?y) { (1) } } } ?s <x:p> ?o }", False),
    (f"GRAPH ?g {{ ?s <x:p> ?o {{ SELECT ?s {{ GRAPH <{H}> {{ ?s <x:q> ?x }} }} }} }}", False),
    ("GRAPH ?g { ?s <x:p> ?o { SELECT ?s { GRAPH ?h { ?s <x:q> ?x } } } }", False),
    (f"GRAPH ?g {{ ?s <x:p> ?o GRAPH <{H}> {SUB} }}", False),
    (f"GRAPH <{H}> {SUB}", False),
    ("{ SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g }", False),
    (f"GRAPH ?g {{ ?s <x:p> ?o }} {SUB}", False),
]


@pytest.mark.parametrize(("pattern", "is_refused"), IN_GRAPH)
def test_a_sub_select_in_a_graph_of_any_name_is_refused_where_it_would_be_answered_wrongly(
    graph: Graph, pattern: str, *, is_refused: bool
) -> None:
    found = ask(graph, f"SELECT * {{ {pattern} }}")
    if is_refused:
        assert isinstance(found, Problem)
        assert (found.kind, found.status) == ("query-unsupported", 422)
        assert "GRAPH" in found.next
        return
    assert isinstance(found, Counter)
    if pattern.startswith("GRAPH ?g { ?s <x:p> ?o {"):  # as many rows as with each graph's name in its place
        truth: Rows = Counter()
        for name in (G, H):
            rows = ask(graph, f"SELECT * {{ {pattern.replace('?g', f'<{name}>', 1)} }}")
            assert isinstance(rows, Counter)
            truth.update({row | {("g", name)}: count for row, count in rows.items()})
        assert found == truth


def test_under_a_single_named_graph_a_sub_select_is_answered(graph: Graph) -> None:
    text = f"SELECT ?g ?s FROM NAMED <{H}> {{ GRAPH ?g {{ ?s <x:p> ?o {SUB} }} }}"
    assert ask(graph, text) == {frozenset({("g", H), ("s", "x:b")}): 1}


def test_the_engine_reads_all_graphs_for_a_sub_select() -> None:
    """Where this fails the engine has been mended, and the refusal can go."""
    store = ox.Store()
    store.load(QUADS.encode(), ox.RdfFormat.N_QUADS)
    rows = store.query(f"SELECT ?g {{ GRAPH ?g {{ ?s <x:p> <x:b> {SUB} }} }}")
    assert [row["g"].value for row in rows] == [G]  # type: ignore[union-attr]


def test_volatile_functions_and_terms_of_our_namespaces_are_found() -> None:
    for name in ("NOW", "rand", "UUID", "StrUUID", "BNODE"):
        assert passed(f"SELECT ({name}() AS ?x) {{ }}").is_volatile
        assert not passed(f"SELECT ('{name}()' AS ?x) {{ }} # {name}()").is_volatile
    assert passed("BASE <x:> SELECT (1<NOW()&&2>1 AS ?x) { }").is_volatile  # the engine reads no IRI in it
    pattern = "{ ?s my:x ?o ; a qb:y , <z> , m:w , my:x }"
    text = f"BASE <{BASE}> PREFIX my: <ns#> CONSTRUCT {{ ?s cpg:made ?o }} {pattern}"
    assert passed(text).terms == tuple(BASE + name for name in ("ns#x", "z", "measure/w"))


@pytest.mark.parametrize(("opening", "closing"), ["{}", "()", "[]", ("<<(", ")>>")])
def test_depth_and_length_are_limited(opening: str, closing: str) -> None:
    assert refused(f"ASK {opening * 10_000}{closing * 10_000}").kind == "query-too-deep"
    passed(f"ASK {{ {'{' * 63}{'}' * 63} }}")
    assert refused("ASK { } #" + "x" * 100_000).kind == "query-too-long"


# what the guard must see, and what it must not
CLAUSES = {"": None, f"FROM<{G}>": G, f"fr\\u006Fm # FROM <x:>\n<{H}>": H, "# FROM <x:>\n": None}
CALLS = ["", f"SERVICE <{FAR}> {{}}", f"SERVICE SILENT<{FAR}>{{}}", f"S\\u0045RVICE # {{\n <{FAR}> {{}}"]
ASIDES = st.lists(
    st.sampled_from(
        ["# SERVICE <x:> {}\n", "?s ?p 'SERVICE <x:> {}' .", '?s ?p """\nFROM <x:> SERVICE""" .', "FILTER(1<2)", "{ }",
         "?s e:SERVICE _:SERVICE .", "?s ?p 'a'@FROM .", "?s ?p '\\u0027' .", "?s <x:FROM> ?FROM .", "?s ?p e:a.b."]
    )
)  # fmt: skip


@MANY
@given(st.sampled_from(list(CLAUSES)), ASIDES, st.sampled_from(CALLS), ASIDES)
def test_words_are_neither_hidden_nor_feigned(
    clause: str, before: list[str], call: str, after: list[str]
) -> None:
    text = f"PREFIX e: <x:> SELECT * {clause} {{ {' '.join(before)} {call} {' '.join(after)} }}"
    if call:
        assert refused(text).kind == "service-refused"
    else:
        assert passed(text).dataset.default == ((CLAUSES[clause],) if CLAUSES[clause] else None)


GLUE = (
    "SERVICE",
    f"<{FAR}>",
    "{}",
    "SERVICE:x",
    "trueSERVICE",
    "e:a.b.SERVICE",
    "FROM",
    "FROM:g",
    "e:",
    ":x",
)
NAMES = "PREFIX : <http://127.0.0.1:1/> PREFIX e: <x:> PREFIX SERVICE: <x:> PREFIX FROM: <x:> "


@MANY
@given(st.one_of(soups(GLUE), mutations(GLUE), st.text(max_size=40)), st.sampled_from(["", NAMES]))
def test_what_passes_calls_nobody_and_what_fails_is_told_briefly(text: str, names: str) -> None:
    found = None
    try:
        query = passed(names + text)
        results = ox.Store().query(query.engine_text, prefixes=dict(LIMITS.prefixes))
        if not isinstance(results, ox.QueryBoolean):
            list(results)
    except SyntaxError as error:
        line, column = str(error).removeprefix("error at ").split(":")[:2]
        found = syntax_problem(query, QuerySyntaxError(int(line), int(column), str(error)))
    except Problem as problem:
        found = problem
    except (RuntimeError, ValueError):
        pass  # an OSError would be the engine's word on the port
    assert found is None or (len(found.detail) <= 300 and found.status in (400, 403, 422))


UNITS = "a.|a-|é.|_:a.|a:a.|1e|\"|'''a|<a|@a-|\\u0041|a:\\|{|[|<<|$|!".split("|")


@pytest.mark.parametrize("unit", UNITS)
def test_hostile_texts_cost_no_more_than_their_length(unit: str) -> None:
    started = time.process_time()
    for head in ("", "ASK { ?s ?p ", "PREFIX "):
        assert len(refused((head + unit * 50_000)[:50_000]).detail) <= 300
    assert time.process_time() - started < 10  # the square of the length would take minutes


def test_tokens_part_where_the_grammar_says() -> None:
    text = "?a<?b ?a<b> ex:a.b. true.FILTER ?a-1 1.5.6 '''a'b''' ''''a''' _:a. SERVICE<x> 1SERVICE a#b\rc <<(1)>>"
    parts = "?a < ?b ?a <b> ex:a.b . true . FILTER ?a - 1 1.5 .6 '''a'b''' ''''a''' _:a . SERVICE <x> 1 SERVICE a c"
    assert [token.text for token in tokenize(text)] == [*parts.split(), "<<(", "1", ")>>"]
