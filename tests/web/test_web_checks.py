"""What the checks refuse, whatever surrounds it, and what they hand to the engine."""

from __future__ import annotations

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cpgraph.store import Dataset
from cpgraph.web.checks import Checked, Rules, check
from cpgraph.web.problems import Problem

G, H = "http://example.org/g", "http://example.org/h"
RULES = Rules(graphs={G, H})
FAR = "http://127.0.0.1:1/"  # the engine refuses this port by name, so that a call is seen and not made


def refused(text: str, rules: Rules = RULES) -> Problem:
    with pytest.raises(Problem) as caught:
        check(text, Dataset(), rules)
    return caught.value


def passed(text: str, protocol: Dataset | None = None) -> Checked:
    return check(text, protocol or Dataset(), RULES)


@pytest.mark.parametrize(
    "text",
    [
        f"ASK {{ SERVICE <{FAR}> {{ }} }}",
        f"ASK {{ service <{FAR}> {{ }} }}",
        f"ASK {{ SERVICE<{FAR}>{{}} }}",
        f"ASK {{ SERVICE SILENT <{FAR}> {{ }} }}",
        f"ASK {{ S\\u0045RVICE <{FAR}> {{ }} }}",
        f"ASK {{ \\U00000053ERVICE <{FAR}> {{ }} }}",
        f"ASK {{ # a comment\nSERVICE # another\n<{FAR}> {{ }} }}",
        f"ASK {{ ?s ?p 'a' SERVICE <{FAR}> {{ }} }}",
        f"ASK {{ ?s ?p '''a'SERVICE''' . SERVICE <{FAR}> {{ }} }}",
        f"PREFIX service: <{FAR}> ASK {{ SERVICE service: {{ }} }}",
        "ASK { ?s ?p ?url SERVICE ?url { } }",
        f"ASK {{ OPTIONAL {{ {{ SERVICE <{FAR}> {{ }} }} }} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE <{FAR}> {{ }} }} }} }}",
        f"ASK {{ FILTER EXISTS {{ SERVICE <{FAR}> {{ }} }} }}",
        f"ASK {{ ?s ?p 1SERVICE <{FAR}> {{ }} }}",
        f"CONSTRUCT {{ ?s ?p ?o }} {{ SERVICE <{FAR}> {{ ?s ?p ?o }} }}",
        f"DESCRIBE ?s {{ SERVICE <{FAR}> {{ ?s ?p ?o }} }}",
    ],
)
def test_service_is_refused_with_its_place(text: str) -> None:
    problem = refused(text)
    assert (problem.kind, problem.status) == ("service-refused", 403)
    assert problem.line >= 1
    assert problem.next


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p 'SERVICE <x> { }' }",
        'ASK { ?s ?p """SERVICE\n<x> { }""" }',
        "ASK { ?s ?p ?o } # SERVICE <x> { }",
        "ASK { ?s <http://example.org/SERVICE> ?service }",
        "PREFIX service: <http://example.org/> ASK { ?s service:SERVICE ?o }",
        "PREFIX SERVICE: <http://example.org/> ASK { ?s SERVICE:from _:service }",
        "ASK { ?s ?p 'a'@service }",
    ],
)
def test_what_only_looks_like_service_is_not_refused(text: str) -> None:
    ox.Store().query(passed(text).engine)


@pytest.mark.parametrize("keyword", ["trueSERVICE", "SERVICE:x", "service:x", "aSERVICE"])
def test_keywords_that_only_the_engine_would_see_are_refused(keyword: str) -> None:
    problem = refused(f"PREFIX : <{FAR}> SELECT * {{ ?s ?p {keyword} <{FAR}> {{ }} }}")
    assert problem.kind == "malformed-query"


def test_a_listed_service_may_be_called_and_no_other() -> None:
    rules = Rules(graphs=(), services=("http://example.org/sparql",))
    check("ASK { SERVICE <http://example.org/sparql> { } }", Dataset(), rules)
    check("PREFIX e: <http://example.org/> ASK { SERVICE SILENT e:sparql { } }", Dataset(), rules)
    for target in ("<http://example.org/other>", "?anything"):
        problem = refused(f"ASK {{ VALUES ?anything {{ <{FAR}> }} SERVICE {target} {{ }} }}", rules)
        assert problem.kind == "service-refused"
        assert "<http://example.org/sparql>" in problem.next


ATOMS = [
    "SERVICE", "service", "SILENT", f"<{FAR}>", "{", "}", "{}", "{?s ?p ?o}", "?s", ":x", "ex:a.b.", "ex:a.b.SERVICE",
    "SERVICE:x", "service:x", "_:a", "_:a.b.c.SERVICE", "true", "1", "1.", '"a"', '"""', "'", '"', "#", "\n", "#>", ">",
    "<", "<ex:b)", "FILTER(1<2)", "FILTER(1<", ")", "OPTIONAL", "UNION", "GRAPH", f"VALUES ?c {{<{FAR}>}}", "?c", ".",
    ";", "a", "@en", "^^", "\\u0022", "\\u000a", "\\", "/", "|", "<<(", ")>>", " ", "EXISTS", "trueSERVICE",
    f"SERVICE <{FAR}> {{}}", "SERVICE :x {}", "SERVICE?c{}", "1SERVICE", "S\\u0045RVICE", "\u2028", "ſERVICE",
]  # fmt: skip
HEADS = [
    f"PREFIX : <{FAR}> PREFIX ex: <http://x/> PREFIX service: <http://x/> SELECT * {{ ?s ?p ?o . ",
    f"PREFIX : <{FAR}> PREFIX ex: <http://x/> ASK {{ ",
    f"BASE <{FAR}> PREFIX : <> PREFIX ex: <x> SELECT * {{ VALUES ?c {{<>}} ",
]
TAILS = [" }", f" SERVICE <{FAR}> {{}} }}", "} #", " \n SERVICE :x {} }", ' \n {} } "', " {} }", ""]


@settings(max_examples=1_500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(HEADS),
    st.lists(st.sampled_from(ATOMS), max_size=7),
    st.sampled_from(["", " ", "\n"]),
    st.sampled_from(TAILS),
)
def test_nothing_that_passes_makes_the_engine_call_out(
    head: str, atoms: list[str], gap: str, tail: str
) -> None:
    store = ox.Store()
    store.add(ox.Quad(ox.NamedNode("http://x/s"), ox.NamedNode("http://x/p"), ox.Literal("o")))
    try:
        checked = passed(head + gap.join(atoms) + tail)
    except Problem:
        return
    try:
        results = store.query(checked.engine)
        if not isinstance(results, ox.QueryBoolean):
            list(results)
    except (SyntaxError, RuntimeError):
        pass  # an OSError would be the engine's word on the port


@pytest.mark.parametrize(
    "text",
    ["INSERT DATA { <a:b> <a:b> 1 }", "DROP ALL", "clear all", "LOAD <http://x/>", "DELETE WHERE { ?s ?p ?o }",
     "PREFIX a: <b:c> WITH a:x DELETE { } WHERE { }", "ASK { } ; DROP ALL", "CREATE GRAPH <a:b>"],
)  # fmt: skip
def test_updates_are_refused(text: str) -> None:
    assert refused(text).kind == "update-refused"


def test_from_clauses_name_the_dataset_and_leave_the_query() -> None:
    text = f"PREFIX e: <http://example.org/> SELECT * FROM <{G}> FROM NAMED e:h FROM e:h {{ ?s ?p ?o }}"
    checked = passed(text)
    assert checked.dataset == Dataset((G, H), (H,))
    assert checked.engine == "SELECT * { ?s ?p ?o }"


def test_the_dataset_of_the_protocol_wins_over_the_clauses() -> None:
    checked = passed(f"ASK FROM <http://elsewhere/> FROM <{G}> {{ }}", Dataset((H,), ()))
    assert checked.dataset == Dataset((H,), ())


@pytest.mark.parametrize(
    "clause",
    ["FROM <http://elsewhere/>", "FROM NAMED <http://elsewhere/>", "fr\\u006Fm <file:///etc/passwd>"],
)
def test_graphs_from_elsewhere_are_refused(clause: str) -> None:
    problem = refused(f"SELECT * {clause} {{ ?s ?p ?o }}")
    assert (problem.kind, problem.status) == ("unknown-graph", 403)


def test_a_graph_from_elsewhere_in_the_protocol_is_refused() -> None:
    with pytest.raises(Problem) as caught:
        check("ASK { }", Dataset(("http://elsewhere/",), ()), RULES)
    assert caught.value.kind == "unknown-graph"


def test_the_engine_gets_whole_iris_and_one_line() -> None:
    text = """BASE <http://example.org/a/>
    PREFIX : <#>
    PREFIX ex: <http://example.org/>
    ASK { :x.y.z <../d> '''a
b''' . _:x ?p ex:it\\'s . _:x ?q (+5 1 - 2) # done
    }"""
    assert passed(text).engine == (
        "ASK { <http://example.org/a/#x.y.z> <http://example.org/d> '''a\\nb''' . "
        "_:b0 ?p <http://example.org/it's> . _:b0 ?q ( +5 1 - 2 ) }"
    )


def test_same_queries_in_other_clothes_are_one_to_the_cache() -> None:
    a = passed("PREFIX e: <http://e/>\nSELECT ?s {?s e:p ?o}")
    b = passed("PREFIX z: <http://e/> SELECT ?s # comment\n { ?s  z:p ?o }")
    assert a.engine == b.engine


def test_a_function_that_resolves_iris_keeps_the_base() -> None:
    checked = passed("BASE <http://example.org/> SELECT (IRI('x') AS ?i) { }")
    results = ox.Store().query(checked.engine)
    assert isinstance(results, ox.QuerySolutions)
    assert next(iter(results))["i"] == ox.NamedNode("http://example.org/x")


@pytest.mark.parametrize("name", ["NOW", "rand", "UUID", "StrUUID"])
def test_queries_whose_answer_changes_are_known(name: str) -> None:
    assert passed(f"SELECT ({name}() AS ?x) {{ }}").is_volatile
    assert not passed(f"SELECT ('{name}()' AS ?x) {{ }}").is_volatile


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "empty"),
        ("  # nothing\n", 1, 12, "empty"),
        ("SELCT * { }", 1, 1, "SELCT is no word"),
        ("ASK {\n  ?s ?p 'abc\n}", 2, 9, "not closed"),
        ("ASK { ?s ?p ?o", 1, 5, "never closed"),
        ("ASK { ?s ?p ?o ) }", 1, 16, "does not close the {"),
        ("ASK } {", 1, 5, "closes nothing"),
        ("ASK { ?s nix:p ?o }", 1, 10, "prefix nix: is not declared"),
        ("ASK { ?s <p> ?o }", 1, 10, "relative"),
        ("ASK { ?s ?p ` }", 1, 13, "no place here"),
        ("ASK { ?s ?p \x07 }", 1, 13, "U+0007"),
        (r"ASK \u007B }", 1, 5, "escape"),
        (r"ASK { ?s <http://x/\u0020> ?o }", 1, 10, "character that no IRI"),
        ("PREFIX ex <http://x/> ASK { }", 1, 8, "a prefix and a colon"),
        ("PREFIX ex:y <http://x/> ASK { }", 1, 8, "ends with its colon"),
        ("PREFIX ex: 'x' ASK { }", 1, 12, "an IRI"),
        ("BASE ASK { }", 1, 6, "an IRI"),
        ("{ ?s ?p ?o }", 1, 1, "begins with SELECT"),
        ("SELECT * FROM { }", 1, 15, "After FROM"),
        ("VERSION '''1.2''' ASK { }", 1, 9, "not in three"),
    ],
)
def test_what_cannot_be_read_is_told_with_its_place(text: str, line: int, column: int, words: str) -> None:
    problem = refused(text)
    assert (problem.kind, problem.status) == ("malformed-query", 400)
    assert (problem.line, problem.column) == (line, column)
    assert words in problem.detail
    assert problem.excerpt.split("\n")[1].endswith("^")


def test_a_known_prefix_that_is_not_declared_is_offered() -> None:
    assert "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>" in refused("ASK { ?s skos:note ?o }").next


def test_a_misspelt_word_is_recognised() -> None:
    assert refused("ASK { OPTINAL { } }").next == "Is OPTIONAL meant?"


@pytest.mark.parametrize(("opening", "closing"), ["{}", "()", "[]"])
def test_depth_is_limited_without_recursion(opening: str, closing: str) -> None:
    problem = refused(f"ASK {opening * 40_000}{closing * 40_000}")
    assert (problem.kind, problem.column) == ("query-too-deep", 69)


def test_length_is_limited() -> None:
    assert refused("ASK { } #" + "x" * 100_000).kind == "query-too-long"


@pytest.mark.parametrize(
    ("text", "is_refused"),
    [
        ("SELECT * { GRAPH ?g { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } } }", True),
        ("SELECT * { GRAPH ?g { ?s ?p ?o { SELECT ?s { ?s ?q ?x } } } }", True),
        ("SELECT * { graph $g { OPTIONAL { { select ?s { ?s ?q ?x } } } } }", True),
        ("SELECT * { GRAPH ?g { ?s ?p ?o FILTER EXISTS { { SELECT ?s { ?s ?q ?x } } } } }", True),
        (f"SELECT * {{ GRAPH <{G}> {{ GRAPH ?g {{ {{ SELECT ?s {{ ?s ?q ?x }} }} }} }} }}", True),
        (f"SELECT * {{ GRAPH ?g {{ GRAPH <{G}> {{ {{ SELECT ?s {{ ?s ?q ?x }} }} }} }} }}", False),
        (f"SELECT * {{ GRAPH <{G}> {{ SELECT (COUNT(*) AS ?n) {{ ?s ?p ?o }} }} }}", False),
        ("SELECT * { { SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g } }", False),
        ("SELECT * { GRAPH ?g { ?s ?p ?o } { SELECT ?s { ?s ?q ?x } } }", False),
        ("SELECT * { GRAPH ?g { ?s ?p 'SELECT' } }", False),
    ],
)
def test_a_sub_select_in_a_graph_of_any_name_is_refused(text: str, *, is_refused: bool) -> None:
    if not is_refused:
        passed(text)
        return
    problem = refused(text)
    assert (problem.kind, problem.status) == ("query-unsupported", 422)
    assert text[problem.column - 1 :].upper().startswith("SELECT")
    assert "GRAPH" in problem.next


def test_the_engine_reads_all_graphs_for_such_a_sub_select() -> None:
    """The reason of the refusal: where this fails, the engine has been mended, and the refusal can go."""
    store = ox.Store()
    quads = f'<x:a> <x:p> "1" <{G}> .\n<x:a> <x:q> "2" <{H}> .\n'
    store.load(quads.encode(), ox.RdfFormat.N_QUADS)
    rows = store.query("SELECT * { GRAPH ?g { ?s <x:p> ?o { SELECT ?s { ?s <x:q> ?x } } } }")
    assert isinstance(rows, ox.QuerySolutions)
    assert list(rows), "no graph holds both"
