"""The W3C's tests of the SPARQL 1.1 Protocol (w3c/rdf-tests, sparql11/protocol), re-told for a service that only reads.

Each case has the name of the test there. Their data become three graphs of ours; where a test names a graph that
holds nothing (data0), an existing graph stands for it, since a graph that is not in the store is refused here.
The tests of updates end in a refusal, whatever the update.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, urlencode

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


def ask(service: Service, method: str, query: str = "", content: Any = None, headers: Any = None) -> int:
    answer = service.request(method, f"/sparql?{query}", content=content, headers=headers)
    if answer.status_code == 200:
        assert answer.json()["boolean"] is True
    return answer.status_code


def graphs(**names: list[str]) -> str:
    return "&".join(
        f"{k.replace('_', '-')}={quote(v, safe='')}" for k, values in names.items() for v in values
    )


def test_query_post_form(service: Service) -> None:
    where = graphs(default_graph_uri=[ONE])
    assert ask(service, "POST", where, "query=ASK%20%7B%7D", FORM) == 200


def test_query_dataset_default_graphs_get(service: Service) -> None:
    where = graphs(default_graph_uri=[ONE, TWO])
    assert ask(service, "GET", f"query={quote(BOTH_TYPES)}&{where}") == 200


def test_query_dataset_default_graphs_post(service: Service) -> None:
    assert ask(service, "POST", graphs(default_graph_uri=[ONE, TWO]), BOTH_TYPES, DIRECT) == 200


def test_query_dataset_named_graphs_post(service: Service) -> None:
    assert ask(service, "POST", graphs(named_graph_uri=[ONE, TWO]), BOTH_GRAPHS, DIRECT) == 200


def test_query_dataset_named_graphs_get(service: Service) -> None:
    where = graphs(named_graph_uri=[ONE, TWO])
    assert ask(service, "GET", f"query={quote(BOTH_GRAPHS)}&{where}") == 200


def test_query_dataset_full(service: Service) -> None:
    where = graphs(default_graph_uri=[THREE], named_graph_uri=[ONE, TWO])
    text = BOTH_GRAPHS.replace("{ GRAPH", f"{{ <{THREE}> a ?type GRAPH", 1)
    assert ask(service, "POST", where, text, DIRECT) == 200


def test_query_multiple_dataset(service: Service) -> None:
    text = BOTH_GRAPHS.replace("ASK", f"ASK FROM <{THREE}>")
    assert ask(service, "POST", graphs(named_graph_uri=[ONE, TWO]), text, DIRECT) == 200


def test_query_get(service: Service) -> None:
    assert ask(service, "GET", f"query=ASK%20%7B%7D&{graphs(default_graph_uri=[ONE])}") == 200


@pytest.mark.parametrize(
    ("name", "text", "types"),
    [
        (
            "select",
            "SELECT (1 AS ?value) {}",
            {"application/sparql-results+json", "application/sparql-results+xml"},
        ),
        ("ask", "ASK {}", {"application/sparql-results+json", "application/sparql-results+xml"}),
        ("describe", "DESCRIBE <http://example.org/>", {"text/turtle; charset=utf-8", "application/rdf+xml"}),
        (
            "construct",
            "CONSTRUCT { <s:s> <s:p> 1 } WHERE {}",
            {"text/turtle; charset=utf-8", "application/rdf+xml"},
        ),
    ],
)
def test_query_content_type(service: Service, name: str, text: str, types: set[str]) -> None:
    answer = service.post("/sparql", params={"default-graph-uri": ONE}, content=text, headers=DIRECT)
    assert answer.status_code == 200
    assert answer.headers["content-type"] in types


def test_query_post_direct(service: Service) -> None:
    assert ask(service, "POST", graphs(default_graph_uri=[ONE]), "ASK {}", DIRECT) == 200


@pytest.mark.parametrize(
    ("name", "query", "content", "headers"),
    [
        ("update_dataset_default_graph", graphs(using_graph_uri=[ONE]), "CLEAR ALL", UPDATE),
        ("update_dataset_default_graphs", graphs(using_graph_uri=[ONE, TWO]), "DROP ALL", UPDATE),
        ("update_dataset_named_graphs", graphs(using_named_graph_uri=[ONE, TWO]), "DROP ALL", UPDATE),
        ("update_dataset_full", graphs(using_graph_uri=[ONE], using_named_graph_uri=[TWO]), "DROP ALL", UPDATE),
        ("update_post_form", "", urlencode({"update": "CLEAR ALL"}), FORM),
        ("update_post_direct", "", "CLEAR ALL", UPDATE),
        ("update_base_uri", "", urlencode({"update": "CLEAR GRAPH <g>"}), FORM),
        ("bad_multiple_updates", "", "update=CLEAR%20NAMED&update=CLEAR%20DEFAULT", FORM),
        ("bad_update_syntax", "", "update=CLEAR%20XYZ", FORM),
        ("bad_update_dataset_conflict", graphs(using_named_graph_uri=[ONE]), "DROP ALL", UPDATE),
    ],
)  # fmt: skip
def test_updates_change_nothing(service: Service, name: str, query: str, content: Any, headers: Any) -> None:
    assert ask(service, "POST", query, content, headers) == 403
    assert ask(service, "GET", f"query={quote(BOTH_TYPES)}") == 200


def test_bad_update_get(service: Service) -> None:
    assert ask(service, "GET", "update=CLEAR%20ALL") == 403


def test_bad_query_method(service: Service) -> None:
    assert ask(service, "PUT", "query=ASK%20%7B%7D", None, FORM) == 405


def test_bad_multiple_queries(service: Service) -> None:
    assert ask(service, "GET", "query=ASK%20%7B%7D&query=SELECT%20%2A%20%7B%7D") == 400


@pytest.mark.parametrize(
    ("name", "content", "headers"),
    [
        ("bad_query_wrong_media_type", "ASK {}", {"Content-Type": "text/plain"}),
        ("bad_query_missing_form_type", "query=ASK%20%7B%7D", {}),
        ("bad_query_missing_direct_type", "ASK {}", {}),
        (
            "bad_query_non_utf8",
            "ASK {}".encode("utf-16"),
            {"Content-Type": "application/sparql-query; charset=UTF-16"},
        ),
        (
            "bad_update_non_utf8",
            "CLEAR NAMED".encode("utf-16"),
            {"Content-Type": "application/sparql-update; charset=UTF-16"},
        ),
        ("bad_update_wrong_media_type", "CLEAR NAMED", {"Content-Type": "text/plain"}),
        ("bad_update_missing_form_type", "update=CLEAR%20NAMED", {}),
    ],
)
def test_bad_media_types(service: Service, name: str, content: Any, headers: Any) -> None:
    assert ask(service, "POST", "", content, headers) == 415


def test_bad_query_syntax(service: Service) -> None:
    assert ask(service, "GET", "query=ASK%20%7B") == 400


def test_the_count_of_the_re_told_tests() -> None:
    """34 there; one function or one case of a table stands for each."""
    single = {
        "query_post_form", "query_dataset_default_graphs_get", "query_dataset_default_graphs_post",
        "query_dataset_named_graphs_post", "query_dataset_named_graphs_get", "query_dataset_full",
        "query_multiple_dataset", "query_get", "query_post_direct", "bad_update_get", "bad_query_method",
        "bad_multiple_queries", "bad_query_syntax",
    }  # fmt: skip
    assert all(f"test_{name}" in globals() for name in single)
    tables: tuple[Any, ...] = (test_query_content_type, test_updates_change_nothing, test_bad_media_types)
    assert len(single) + sum(len(table.pytestmark[0].args[1]) for table in tables) == 34
