"""Statuses, headers, formats of errors, conditional requests, compression: one request in, one answer out."""

from __future__ import annotations

import gzip
import json
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

from .conftest import Serve
from .service import Service

ASK = "ASK { }"
MANY = "SELECT ?a ?b { VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } }"
DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def kind(answer: httpx.Response) -> str:
    document = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert document["status"] == answer.status_code
    assert document["title"]
    assert answer.headers["cache-control"] == "no-store"
    return str(document["type"]).rpartition("#")[2]


PATHS = ["/sparql", "/sparql/", "/", "/healthz", "/metrics", "/static/style.css", "/queries/all-observations"]


@pytest.mark.parametrize("path", [*PATHS, "/nowhere"])
def test_head_options_and_other_methods_everywhere(client: Service, path: str) -> None:
    got, head = client.get(path), client.request("HEAD", path)
    assert head.status_code == got.status_code
    assert head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"]
    if path != "/metrics":
        assert head.headers["content-length"] == str(len(got.content)) or "content-encoding" in got.headers
    options = client.request("OPTIONS", path)
    assert options.status_code == 204
    assert "GET" in options.headers["allow"]
    assert options.headers["access-control-allow-methods"] == options.headers["allow"]
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "get"):
        answer = client.request(method, path) if method != "get" else client.request("BREW", path)
        assert kind(answer) == "method-not-allowed"
        assert answer.headers["allow"] == options.headers["allow"]


def test_every_answer_has_the_common_headers(client: Service) -> None:
    for answer in (
        client.query(ASK),
        client.get("/nowhere"),
        client.request("OPTIONS", "/sparql"),
        client.get("/"),
    ):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        for name in ("Link", "ETag", "Retry-After"):
            assert name in answer.headers["access-control-expose-headers"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "unsafe" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("method", "query", "content", "headers", "expected"),
    [
        ("GET", "", None, {"Accept": "text/csv"}, (400, "missing-query")),
        ("GET", "query=", None, {}, (400, "malformed-query")),
        ("GET", "query=ASK%7B%7D&query=ASK%7B%7D", None, {}, (400, "doubled-parameter")),
        ("GET", "query=ASK%7B%7D&format=csv&format=tsv", None, {}, (400, "doubled-parameter")),
        ("GET", "query=ASK%7B%7D&format=docx", None, {}, (400, "malformed-request")),
        ("GET", "query=ASK%7B%7D&format=docx,text/x", None, {}, (400, "malformed-request")),
        ("GET", "query=ASK%7B%7D&format=ttl", None, {}, (406, "not-acceptable")),
        ("GET", "query=ASK%7B%7D%", None, {}, (400, "malformed-request")),
        ("GET", "query=ASK%7B%7D%zz", None, {}, (400, "malformed-request")),
        ("GET", "query=ASK%7B%7D%20%23%ff", None, {}, (400, "malformed-request")),
        ("GET", "query=ASK%7B%7D&default-graph-uri=relative", None, {}, (400, "malformed-request")),
        ("GET", "query=ASK%7B%7D&default-graph-uri=http://elsewhere/", None, {}, (403, "unknown-graph")),
        ("GET", "query=ASK%7B%7D&named-graph-uri=http://elsewhere/", None, {}, (403, "unknown-graph")),
        ("GET", "query=ASK%7B%7D&update=DROP+ALL", None, {}, (403, "update-refused")),
        ("GET", "query=" + "x" * 20_000, None, {}, (414, "url-too-long")),
        ("GET", "example=none", None, {"Accept": "text/html,application/problem+json"}, (404, "not-found")),
        ("POST", "", "query=ASK%7B%7D&query=ASK%7B%7D", FORM, (400, "doubled-parameter")),
        ("POST", "query=ASK%7B%7D", "query=ASK%7B%7D", FORM, (400, "doubled-parameter")),
        ("POST", "query=ASK%7B%7D", "ASK {}", DIRECT, (400, "doubled-parameter")),
        ("POST", "", "", FORM, (400, "missing-query")),
        ("POST", "", "", DIRECT, (400, "malformed-query")),
        ("POST", "", b"ASK { } # \xff", DIRECT, (400, "malformed-request")),
        ("POST", "", "query=%", FORM, (400, "malformed-request")),
        ("POST", "", "ASK {}", {"Content-Type": "application/json"}, (415, "unsupported-media-type")),
        (
            "POST",
            "",
            "ASK {}",
            {"Content-Type": "multipart/form-data; boundary=x"},
            (415, "unsupported-media-type"),
        ),
        ("POST", "", "ASK {}", {"Content-Type": ""}, (415, "unsupported-media-type")),
        (
            "POST",
            "",
            gzip.compress(b"ASK {}", mtime=0),
            DIRECT | {"Content-Encoding": "gzip"},
            (415, "unsupported-media-type"),
        ),
        ("POST", "", "x" * (2**20 + 1), DIRECT, (413, "request-too-large")),
        ("GET", "query=ASK%7B%7D", None, {"Accept": "image/png"}, (406, "not-acceptable")),
        ("GET", "query=ASK%7B%7D", None, {"Accept": "text/turtle"}, (406, "not-acceptable")),
        ("GET", "query=DESCRIBE%3Ca:b%3E", None, {"Accept": "text/csv"}, (406, "not-acceptable")),
    ],
)
def test_refusals(
    client: Service, method: str, query: str, content: Any, headers: Any, expected: tuple[int, str]
) -> None:
    given = {"Accept": "application/problem+json, application/json"} | headers
    if headers.get("Accept", "").startswith(("image", "text/c", "text/t")):
        given["Accept"] = headers["Accept"]
    answer = client.request(method, f"/sparql?{query}", content=content, headers=given)
    assert (answer.status_code, kind(answer)) == expected


def test_a_406_lists_what_is_offered(client: Service) -> None:
    answer = client.query(ASK, "image/png")
    assert "text/csv" in answer.json()["offered"]
    assert "text/turtle" not in answer.json()["offered"]
    assert "text/turtle" in client.query("DESCRIBE <a:b>", "image/png").json()["offered"]


def test_form_values_are_decoded_once(client: Service) -> None:
    answer = client.post(
        "/sparql", content="query=SELECT+('100%2525'+AS+?x)+{}", headers=FORM | {"Accept": "text/csv"}
    )
    assert answer.text == "x\r\n100%25\r\n"


def test_a_charset_of_utf_8_and_odd_case_are_read(client: Service) -> None:
    headers = {"Content-Type": 'Application/SPARQL-query; Charset="UTF-8"', "Accept": "TEXT/CSV"}
    answer = client.post("/sparql", content="SELECT ('é' AS ?x) {}".encode(), headers=headers)
    assert answer.text == "x\r\né\r\n"


def test_the_format_parameter_wins_over_accept(client: Service) -> None:
    for name, sent in (
        ("csv", "text/csv"),
        ("TSV", "text/tab-separated-values"),
        ("xml", "application/sparql-results+xml"),
    ):
        answer = client.get(
            "/sparql", params={"query": ASK, "format": name}, headers={"Accept": "text/turtle"}
        )
        assert answer.headers["content-type"].startswith(sent)
    answer = client.get("/sparql", params={"query": "DESCRIBE <a:b>", "format": "xml"})
    assert answer.headers["content-type"] == "application/rdf+xml"


@pytest.mark.parametrize(
    ("sent", "got"),
    [
        (
            [("format", "rdf+xml"), ("output", "rdf+xml"), ("format", "application/rdf+xml")],
            "application/rdf+xml",
        ),
        (
            [("format", "json-ld"), ("format", "application/ld+json,application/x-json+ld")],
            "application/ld+json",
        ),
        ([("format", "n3"), ("results", "n3")], "text/turtle; charset=utf-8"),
        ([("format", "text/x-new, text/turtle")], "text/turtle; charset=utf-8"),
        ([("format", "")], "application/n-triples"),
    ],
)
def test_the_habits_of_known_clients_are_understood(
    client: Service, sent: list[tuple[str, str]], got: str
) -> None:
    """The first two are what SPARQLWrapper 2.0 sends for RDF/XML and JSON-LD."""
    address = "/sparql?" + urlencode([("query", "DESCRIBE <a:b>"), *sent])
    answer = client.get(address, headers={"Accept": "application/n-triples"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, got)


def test_errors_come_as_json_text_or_a_page(client: Service) -> None:
    wrong = "SELECT * {\n  ?s ?p 'x\n}"
    document = client.query(wrong, "application/json")
    assert document.headers["content-type"] == "application/json"
    assert (document.json()["line"], document.json()["column"]) == (2, 9)
    assert document.json()["excerpt"] == "  ?s ?p 'x\n        ^"
    text = client.query(wrong, "text/plain")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text.startswith(
        "The query cannot be read: line 2, column 9. This string is not closed. [malformed-query]"
    )
    page = client.query(wrong, "text/html")
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.status_code == 400
    assert "?s ?p &#39;x" in page.text  # the query stays in the editor
    assert page.text.count("<h1>") == 1


def test_an_error_of_the_engine_has_place_and_no_token_list(client: Service) -> None:
    document = client.query("SELECT ?s WHERE {\n  ?s ?p ?o\n  ?a ?b ?c\n}").json()
    assert (document["line"], document["column"]) == (3, 3)
    assert "close by" in document["detail"]
    assert "expected" not in json.dumps(document)


def test_entity_tags_and_304(client: Service) -> None:
    first = client.query(MANY, "text/csv")
    etag = first.headers["etag"]
    assert etag.startswith('"')
    assert client.query(MANY, "text/csv").headers["etag"] == etag
    assert client.query(MANY, "application/json").headers["etag"] != etag
    for given in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        for method in ("GET", "HEAD"):
            headers = {"Accept": "text/csv", "If-None-Match": given}
            answer = client.request(method, "/sparql", params={"query": MANY}, headers=headers)
            assert answer.status_code == 304
            assert answer.content == b""
            assert answer.headers["etag"] == etag
            assert "accept" in answer.headers["vary"].lower()
    changed = client.get(
        "/sparql", params={"query": MANY}, headers={"Accept": "text/csv", "If-None-Match": '"x"'}
    )
    assert changed.status_code == 200


def test_the_same_rows_asked_for_in_other_words_have_one_tag(client: Service) -> None:
    a, b = client.query("SELECT ?x { VALUES ?x { 1 } }"), client.query("SELECT  ?x # x\n{VALUES ?x{1}}")
    assert a.headers["etag"] == b.headers["etag"]


def test_volatile_results_are_not_kept(client: Service) -> None:
    text = "SELECT (STRUUID() AS ?x) { }"
    first, second = client.query(text), client.query(text)
    assert first.content != second.content
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"


def test_compression_has_a_tag_of_its_own(client: Service) -> None:
    plain = client.get("/sparql", params={"query": MANY}, headers={"Accept-Encoding": "identity"})
    packed = client.get("/sparql", params={"query": MANY}, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert packed.headers["etag"] != plain.headers["etag"]
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert "accept-encoding" in plain.headers["vary"].lower()
    headers = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]}
    assert client.get("/sparql", params={"query": MANY}, headers=headers).status_code == 304
    small = client.get("/sparql", params={"query": ASK}, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in small.headers


def test_without_a_query_machines_get_a_description_and_browsers_an_editor(client: Service) -> None:
    assert "sd:Service" in client.get("/sparql").text
    for accept in ("application/ld+json", "application/rdf+xml", "application/n-triples"):
        answer = client.get("/sparql", headers={"Accept": accept})
        assert answer.headers["content-type"] == accept
        assert b"service-description#" in answer.content
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<textarea" in page.text
    assert "PREFIX obs: &lt;https://w3id.org/cpgraph/report/demo/observation/&gt;" in page.text


def test_the_editor_can_be_opened_with_an_example(client: Service) -> None:
    page = client.get("/sparql", params={"example": "all-observations"}, headers={"Accept": "text/html"})
    assert "?observation a qb:Observation" in page.text


def test_too_many_rows_or_bytes_are_an_error_and_not_a_cut(serve: Serve) -> None:
    service = serve(max_rows=50, max_bytes=4_000)
    for accept in ("application/json", "text/csv", "text/html", "application/sparql-results+xml"):
        answer = service.query(MANY, f"{accept}, application/problem+json;q=0.1")
        assert answer.status_code == 422
    rows = service.query(MANY, "text/csv, application/problem+json;q=0.1").json()
    assert (rows["unit"], rows["limit"]) == ("rows", 50)
    long = "SELECT ?x { VALUES ?y { 1 2 3 4 5 6 } BIND('" + "x" * 1_000 + "' AS ?x) }"
    document = service.query(long, "text/csv, application/problem+json;q=0.1").json()
    assert (document["unit"], document["limit"]) == ("bytes", 4_000)
    graph = f"CONSTRUCT {{ <a:a> <a:b> ?n }} {{ {MANY[14:-2]} BIND(10 * ?a + ?b AS ?n) }}"
    assert service.query(graph, "text/turtle, application/problem+json;q=0.1").json()["unit"] == "rows"


def test_a_page_says_how_much_of_a_result_it_draws(serve: Serve) -> None:
    service = serve(page_rows=10)
    page = service.query(MANY, "text/html")
    assert "The first 10 of 81 rows" in page.text
    assert page.text.count("<tr>") == 11
    assert (page.headers["cpgraph-rows"], page.headers["cpgraph-rows-shown"]) == ("81", "10")
    csv = service.query(MANY, "text/csv")
    assert (csv.headers["cpgraph-rows"], csv.headers["cpgraph-rows-shown"]) == ("81", "81")


def test_what_a_format_cannot_write_is_not_written_wrong(client: Service) -> None:
    accept = ", application/problem+json;q=0.1"
    answer = client.query("CONSTRUCT { <a:b> <http://x/1> 1 } { }", "application/rdf+xml" + accept)
    assert (answer.status_code, kind(answer)) == (406, "not-acceptable")
    assert "text/turtle" in answer.json()["offered"]
    answer = client.query(r"SELECT ('\u0001' AS ?x) { }", "application/sparql-results+xml" + accept)
    assert (answer.status_code, kind(answer)) == (406, "not-acceptable")


def test_an_empty_result_is_explained_on_its_page(client: Service) -> None:
    text = """PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX cpg: <https://w3id.org/cpgraph/ns#>
    SELECT * {
      ?o a qb:Observation .
      ?o cpg:nothing ?x .
      ?o cpg:printed ?y .
      OPTIONAL { ?o cpg:neither ?z }
    }"""
    page = client.query(text, "text/html").text
    assert "No statement in the data has <code>cpg:nothing</code>" in page
    assert "No statement in the data has <code>cpg:neither</code>" in page
    assert "No statement in the data has <code>cpg:printed" not in page
    assert "Why nothing" not in client.query("ASK { FILTER(false) }", "text/html").text


def test_protocol_graphs_take_the_place_of_the_union(client: Service) -> None:
    facts, mentions = (f"https://w3id.org/cpgraph/report/demo/graph/{name}" for name in ("facts", "mentions"))
    count = "SELECT (COUNT(*) AS ?n) { ?s a ?class }"

    def counted(text: str, **params: Any) -> int:
        answer = client.get("/sparql", params={"query": text, **params})
        return int(answer.json()["results"]["bindings"][0]["n"]["value"])

    assert counted(count) == 12
    assert counted(count, **{"default-graph-uri": facts}) == 6
    assert counted(count, **{"default-graph-uri": [facts, mentions]}) == 7
    assert counted(count.replace("{", f"FROM <{mentions}> {{", 1)) == 1
    assert counted(count.replace("{", f"FROM <{facts}> FROM <{mentions}> {{", 1)) == 7
    assert counted(count.replace("{", f"FROM NAMED <{facts}> {{", 1)) == 0
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s a ?class } }"
    assert counted(named) == 12
    assert counted(named, **{"named-graph-uri": facts}) == 6
    assert counted(named, **{"default-graph-uri": facts}) == 0
    assert counted(named, **{"default-graph-uri": [facts, mentions], "named-graph-uri": mentions}) == 1


def test_metrics_count_requests_and_kept_results(client: Service) -> None:
    text = "SELECT ('metrics' AS ?x) { }"
    client.query(text)
    client.query(text)
    answer = client.get("/metrics").text
    assert 'cpgraph_results_total{cache="hit"}' in answer
    assert 'cpgraph_requests_total{method="GET",status="200"}' in answer
    assert "cpgraph_workers_busy" in answer


def test_other_clients_are_limited_in_number(serve: Serve) -> None:
    service = serve(rate_limit=0.01, rate_burst=3)
    answers = [service.query(f"SELECT ({n} AS ?n) {{ }}", client=("192.0.2.1", 5)) for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert (
        kind(
            service.query(
                "SELECT (9 AS ?n) { }",
                "application/problem+json, application/json;q=0.5",
                client=("192.0.2.1", 5),
            )
        )
        == "too-many-requests"
    )
    assert int(answers[-1].headers["retry-after"]) > 1
    assert service.query("SELECT (0 AS ?n) { }", client=("192.0.2.1", 5)).status_code == 200  # a kept result
    assert service.query("SELECT (7 AS ?n) { }", client=("192.0.2.2", 5)).status_code == 200
    for n in range(9):
        assert service.query(f"SELECT ({n} AS ?here) {{ }}").status_code == 200
