"""The W3C's tests of the SPARQL 1.1 Protocol (w3c/rdf-tests, sparql11/protocol), re-told for a service that only reads.

Each case has the name of the test there. Their data become three graphs of ours; where a test names a graph that
holds nothing (data0), an existing graph stands for it, since a graph that is not in the store is refused here.
The tests of updates end in a refusal, whatever the update.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest

from cpgraph.web.settings import Settings

from .service import Service, serving

ONE, TWO, THREE = (f"http://example.org/data{number}" for number in (1, 2, 3))
TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
UPDATE = {"Content-Type": "application/sparql-update"}
BOTH_TYPES = f"ASK {{ <{ONE}> a ?type . <{TWO}> a ?type }}"
BOTH_GRAPHS = f"ASK {{ GRAPH ?g1 {{ <{ONE}> a ?type }} GRAPH ?g2 {{ <{TWO}> a ?type }} }}"


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    path = tmp_path_factory.mktemp("protocol") / "data.nq"
    path.write_text(
        "".join(f"<{g}> {TYPE} <http://example.org/Document> <{g}> .\n" for g in (ONE, TWO, THREE))
    )
    with serving(Settings(graph=path, queries=tmp_path_factory.mktemp("none"), workers=2)) as running:
        yield running


def sent(text: str = "", **graphs: list[str]) -> str:
    """The query of an address: the text of a query, and graphs."""
    named = [(name.replace("_", "-"), graph) for name, them in graphs.items() for graph in them]
    return urlencode([*([("query", text)] if text else []), *named])


DEFAULT_ONE, DEFAULT_TWO = sent(default_graph_uri=[ONE]), sent(default_graph_uri=[ONE, TWO])
NAMED_TWO = sent(named_graph_uri=[ONE, TWO])
FULL = BOTH_GRAPHS.replace("{ GRAPH", f"{{ <{THREE}> a ?type GRAPH", 1)
TABLE = {"application/sparql-results+json", "application/sparql-results+xml"}
GRAPH = {"text/turtle; charset=utf-8", "application/rdf+xml"}
UTF_16 = "ASK {}".encode("utf-16")
CASES: list[tuple[str, str, str, Any, dict[str, str], Any]] = [
    # name, method, query of the address, body, headers; status, or true for a query that says yes, or types
    ("query_post_form", "POST", DEFAULT_ONE, "query=ASK%20%7B%7D", FORM, True),
    ("query_dataset_default_graphs_get", "GET", f"{sent(BOTH_TYPES)}&{DEFAULT_TWO}", None, {}, True),
    ("query_dataset_default_graphs_post", "POST", DEFAULT_TWO, BOTH_TYPES, DIRECT, True),
    ("query_dataset_named_graphs_post", "POST", NAMED_TWO, BOTH_GRAPHS, DIRECT, True),
    ("query_dataset_named_graphs_get", "GET", f"{sent(BOTH_GRAPHS)}&{NAMED_TWO}", None, {}, True),
    ("query_dataset_full", "POST", f"{sent(default_graph_uri=[THREE])}&{NAMED_TWO}", FULL, DIRECT, True),
    ("query_multiple_dataset", "POST", NAMED_TWO, BOTH_GRAPHS.replace("ASK", f"ASK FROM <{THREE}>"), DIRECT, True),
    ("query_get", "GET", f"{sent('ASK {}')}&{DEFAULT_ONE}", None, {}, True),
    ("query_content_type_select", "POST", DEFAULT_ONE, "SELECT (1 AS ?value) {}", DIRECT, TABLE),
    ("query_content_type_ask", "POST", DEFAULT_ONE, "ASK {}", DIRECT, TABLE),
    ("query_content_type_describe", "POST", DEFAULT_ONE, "DESCRIBE <http://example.org/>", DIRECT, GRAPH),
    ("query_content_type_construct", "POST", DEFAULT_ONE, "CONSTRUCT { <s:s> <s:p> 1 } WHERE {}", DIRECT, GRAPH),
    ("query_post_direct", "POST", DEFAULT_ONE, "ASK {}", DIRECT, True),
    ("update_dataset_default_graph", "POST", sent(using_graph_uri=[ONE]), "CLEAR ALL", UPDATE, 403),
    ("update_dataset_default_graphs", "POST", sent(using_graph_uri=[ONE, TWO]), "DROP ALL", UPDATE, 403),
    ("update_dataset_named_graphs", "POST", sent(using_named_graph_uri=[ONE, TWO]), "DROP ALL", UPDATE, 403),
    ("update_dataset_full", "POST", sent(using_graph_uri=[ONE], using_named_graph_uri=[TWO]), "DROP ALL", UPDATE, 403),
    ("update_post_form", "POST", "", urlencode({"update": "CLEAR ALL"}), FORM, 403),
    ("update_post_direct", "POST", "", "CLEAR ALL", UPDATE, 403),
    ("update_base_uri", "POST", "", urlencode({"update": "CLEAR GRAPH <g>"}), FORM, 403),
    ("bad_multiple_updates", "POST", "", "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM, 403),
    ("bad_update_syntax", "POST", "", "update=CLEAR%20XYZ", FORM, 403),
    ("bad_update_dataset_conflict", "POST", sent(using_named_graph_uri=[ONE]), "DROP ALL", UPDATE, 403),
    ("bad_update_get", "GET", "update=CLEAR%20ALL", None, {}, 403),
    ("bad_query_method", "PUT", "query=ASK%20%7B%7D", None, FORM, 405),
    ("bad_multiple_queries", "GET", "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D", None, {}, 400),
    ("bad_query_wrong_media_type", "POST", "", "ASK {}", {"Content-Type": "text/plain"}, 415),
    ("bad_query_missing_form_type", "POST", "", "query=ASK%20%7B%7D", {}, 415),
    ("bad_query_missing_direct_type", "POST", "", "ASK {}", {}, 415),
    ("bad_query_non_utf8", "POST", "", UTF_16, {"Content-Type": "application/sparql-query; charset=UTF-16"}, 415),
    ("bad_update_non_utf8", "POST", "", UTF_16, {"Content-Type": "application/sparql-update; charset=UTF-16"}, 415),
    ("bad_update_wrong_media_type", "POST", "", "CLEAR NAMED", {"Content-Type": "text/plain"}, 415),
    ("bad_update_missing_form_type", "POST", "", "update=CLEAR%20NAMED", {}, 415),
    ("bad_query_syntax", "GET", "query=ASK%20%7B", None, {}, 400),
]  # fmt: skip


@pytest.mark.parametrize("case", CASES, ids=[case[0] for case in CASES])
def test_protocol(service: Service, case: tuple[str, str, str, Any, dict[str, str], Any]) -> None:
    name, method, query, content, headers, expected = case
    answer = service.request(method, f"/sparql?{query}", content=content, headers=headers)
    if isinstance(expected, set):
        assert (answer.status_code, answer.headers["content-type"] in expected) == (200, True)
    elif expected is True:
        assert (answer.status_code, answer.json()["boolean"]) == (200, True)
    else:
        assert answer.status_code == expected
    if name.startswith("update"):  # nothing has changed
        assert service.query(BOTH_TYPES).json()["boolean"] is True


def test_every_test_there_is_told_once() -> None:
    assert len({case[0] for case in CASES}) == len(CASES) == 34
