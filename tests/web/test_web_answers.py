"""One request in, one answer out: ways, formats, statuses, headers, conditional requests, parts, compression."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree as ET

import httpx
import pyoxigraph as ox
import pytest

from .conftest import Serve
from .service import Service

ASK = "ASK { }"
MANY = "SELECT ?a ?b { VALUES ?a { 1 2 3 4 5 6 7 8 9 } VALUES ?b { 1 2 3 4 5 6 7 8 9 } }"
VALUES = "SELECT ?o { ?s <http://purl.org/linked-data/sdmx/2009/measure#obsValue> ?o } ORDER BY ?o"
NOTES = "SELECT ?o { ?s <http://www.w3.org/2004/02/skos/core#note> ?o }"
GRAPH = "CONSTRUCT { ?s a ?o } { ?s a ?o }"
NOTE = 'a "quoted" note, with\na line end & <marks>'
DIRECT = {"Content-Type": "application/sparql-query"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
PATHS = ["/sparql", "/sparql/", "/", "/healthz", "/metrics", "/static/style.css", "/queries/all-observations"]


def kind(answer: httpx.Response) -> str:
    document = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert document["status"] == answer.status_code
    assert document["title"]
    assert answer.headers["cache-control"] == "no-store"
    return str(document["type"]).rpartition("#")[2]


@pytest.mark.parametrize("path", [*PATHS, "/nowhere", "/static/none"])
def test_head_options_and_other_methods_everywhere(client: Service, path: str) -> None:
    got, head = client.get(path), client.request("HEAD", path)
    assert head.status_code == got.status_code
    assert head.content == b""
    assert head.headers["content-type"] == got.headers["content-type"]
    if path != "/metrics":
        assert head.headers["content-length"] == str(len(got.content)) or "content-encoding" in got.headers
    options = client.request("OPTIONS", path)
    assert options.status_code == 204
    assert options.headers["allow"] == (
        "GET, HEAD, OPTIONS, POST" if "sparql" in path else "GET, HEAD, OPTIONS"
    )
    assert options.headers["access-control-allow-methods"] == options.headers["allow"]
    for method in ("PUT", "DELETE", "PATCH", "TRACE", "CONNECT", "PROPFIND", "BREW"):
        answer = client.request(method, path)
        assert kind(answer) == "method-not-allowed"
        assert answer.headers["allow"] == options.headers["allow"]


def test_every_answer_has_the_common_headers(client: Service) -> None:
    for answer in (
        client.query(ASK),
        client.get("/nowhere"),
        client.request("OPTIONS", "/sparql"),
        client.get("/"),
        client.get("/static/style.css"),
    ):
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers
        exposed = answer.headers["access-control-expose-headers"]
        assert {"Link", "ETag", "Retry-After", "Cpgraph-Unknown-Terms"} <= set(exposed.split(", "))
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert "script-src" not in answer.headers["content-security-policy"]
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert '</openapi.json>; rel="service-desc"' in answer.headers["link"]


def test_tables_in_every_format(client: Service) -> None:
    answer = client.query(VALUES, "application/sparql-results+json")
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert [row["o"]["value"] for row in answer.json()["results"]["bindings"]] == ["60", "120", "200"]
    assert answer.headers["cpgraph-rows"] == "3"
    table = client.query(NOTES, "text/csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(table.text, newline=""))) == [["o"], [NOTE]]
    tsv = client.query(VALUES, "text/tab-separated-values").text
    assert tsv.split("\n") == ["?o", '"60"^^<http://www.w3.org/2001/XMLSchema#decimal>', "120", "200", ""]
    xml = client.query(NOTES, "application/sparql-results+xml")
    assert xml.headers["content-type"] == "application/sparql-results+xml"
    literal = ET.fromstring(xml.content).find(".//{*}literal")
    assert literal is not None
    assert literal.text == NOTE
    for media_type in ("application/sparql-results+json", "application/json"):
        answer = client.query("ASK { ?s ?p ?o }", media_type)
        assert (answer.headers["content-type"], answer.json()["boolean"]) == (media_type, True)


@pytest.mark.parametrize(
    ("sent", "form"),
    [
        ("text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("text/plain; charset=utf-8", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", ox.RdfFormat.N_QUADS),
    ],
)
def test_construct_in_every_format_gives_the_same_triples(
    client: Service, sent: str, form: ox.RdfFormat
) -> None:
    answer = client.query(GRAPH, sent.partition(";")[0])
    assert answer.headers["content-type"] == sent
    triples = {str(quad.triple) for quad in ox.parse(answer.content, form)}
    assert len(triples) == int(answer.headers["cpgraph-rows"]) == 12
    assert answer.content == client.query(GRAPH, sent.partition(";")[0]).content


def test_a_browser_gets_a_table_with_links_and_downloads(client: Service) -> None:
    answer = client.query("SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o", "text/html,*/*;q=0.8")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for part in ('<th scope="col">s</th>', "format=csv", "with\na line end &amp; &lt;marks&gt;"):
        assert part in answer.text


def test_a_cell_is_a_link_a_number_or_text_with_its_type(client: Service) -> None:
    label = "<https://w3id.org/cpgraph/report/demo/observation/count_demo-2019>"
    values = f'({label} "a"@de 1) (<http://e/x> "b"@en "c"^^<http://e/t>) (UNDEF "d" true)'
    rows = f"{{ VALUES (?x ?xLabel ?n) {{ {values} }} }}"
    page = client.query(f"SELECT ?x ?xLabel ?n {rows}", "text/html").text
    assert f'.html" title="{label[1:-1]}">obs:count_demo-2019</a>' in page
    assert '<td lang="de">a</td>' in page
    assert "<td>b</td>" in page
    assert '<td class="number">1</td>' in page
    assert "c <small>http://e/t</small>" in page
    assert "/sparql?query=DESCRIBE" in page
    called = client.query(f"SELECT ?x ?n {rows}", "text/html").text
    assert ">number count_demo-2019</a>" in called


REFUSED = [
    ("GET", "", None, {"Accept": "text/csv"}, 400, "missing-query"),
    ("GET", "query=", None, {}, 400, "malformed-query"),
    ("GET", "query=ASK%7B%7D&format=csv&format=tsv", None, {}, 400, "doubled-parameter"),
    ("GET", "query=ASK%7B%7D&format=docx", None, {}, 400, "malformed-request"),
    ("GET", "query=ASK%7B%7D&format=docx,text/x", None, {}, 400, "malformed-request"),
    ("GET", "query=ASK%7B%7D&format=ttl", None, {}, 406, "not-acceptable"),
    ("GET", "query=ASK%7B%7D%", None, {}, 400, "malformed-request"),
    ("GET", "query=ASK%7B%7D%zz", None, {}, 400, "malformed-request"),
    ("GET", "query=ASK%7B%7D&default-graph-uri=http://elsewhere/", None, {}, 403, "unknown-graph"),
    ("GET", "query=ASK%7B%7D&named-graph-uri=http://elsewhere/", None, {}, 403, "unknown-graph"),
    ("GET", "query=ASK%7B%7D&update=DROP+ALL", None, {}, 403, "update-refused"),
    ("GET", "query=" + "x" * 20_000, None, {}, 414, "url-too-long"),
    ("GET", "example=none", None, {"Accept": "text/html;q=0.1,text/turtle;q=0"}, 404, "not-found"),
    ("POST", "", "query=ASK%7B%7D&query=ASK%7B%7D", FORM, 400, "doubled-parameter"),
    ("POST", "query=ASK%7B%7D", "query=ASK%7B%7D", FORM, 400, "doubled-parameter"),
    ("POST", "query=ASK%7B%7D", "ASK {}", DIRECT, 400, "doubled-parameter"),
    ("POST", "", "", FORM, 400, "missing-query"),
    ("POST", "", "", DIRECT, 400, "malformed-query"),
    ("POST", "", b"ASK { } # \xff", DIRECT, 400, "malformed-request"),
    ("POST", "", "query=%", FORM, 400, "malformed-request"),
    ("POST", "", b"query=\xff", FORM, 400, "malformed-request"),
    ("POST", "", "ASK {}", {"Content-Type": "multipart/form-data; boundary=x"}, 415, "unsupported-media-type"),
    ("POST", "", "x" * (2**20 + 1), DIRECT, 413, "request-too-large"),
    ("GET", "query=ASK%7B%7D", None, {"Accept": "image/png"}, 406, "not-acceptable"),
    ("GET", "query=ASK%7B%7D", None, {"Accept": "text/turtle"}, 406, "not-acceptable"),
    ("GET", "query=DESCRIBE%3Ca:b%3E", None, {"Accept": "text/csv"}, 406, "not-acceptable"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "query", "content", "headers", "status", "expected"), REFUSED)
def test_refusals(
    client: Service, method: str, query: str, content: Any, headers: Any, status: int, expected: str
) -> None:
    accept = "application/problem+json, application/json"
    given = {"Accept": accept} | headers
    if expected == "not-found":
        given["Accept"] = f"{accept};q=0.1, text/html;q=0.2, application/problem+json"
        answer = client.request(method, f"/sparql?{query}&format=html", headers=given)
    else:
        answer = client.request(method, f"/sparql?{query}", content=content, headers=given)
    assert (answer.status_code, kind(answer)) == (status, expected)


def test_a_coded_body_is_told_what_is_read(client: Service) -> None:
    headers = DIRECT | {"Content-Encoding": "gzip"}
    answer = client.post("/sparql", content=gzip.compress(b"ASK {}", mtime=0), headers=headers)
    assert (answer.status_code, answer.headers["accept-encoding"]) == (415, "identity")


def test_a_406_lists_what_is_offered(client: Service) -> None:
    offered = client.query(ASK, "image/png").json()["offered"]
    assert "text/csv" in offered
    assert "text/turtle" not in offered
    assert "text/turtle" in client.query("DESCRIBE <a:b>", "image/png").json()["offered"]


def test_bodies_are_decoded_once_in_any_case(client: Service) -> None:
    form = client.post(
        "/sparql", content="query=SELECT+('100%2525'+AS+?x)+{}", headers=FORM | {"Accept": "text/csv"}
    )
    assert form.text == "x\r\n100%25\r\n"
    headers = {"Content-Type": 'Application/SPARQL-query; Charset="UTF-8"', "Accept": "TEXT/CSV"}
    answer = client.post("/sparql", content="SELECT ('é' AS ?x) {}".encode(), headers=headers)
    assert answer.text == "x\r\né\r\n"


@pytest.mark.parametrize(
    ("query", "sent", "got"),
    [
        (ASK, [("format", "csv")], "text/csv; charset=utf-8"),
        (ASK, [("format", "TSV")], "text/tab-separated-values; charset=utf-8"),
        (ASK, [("format", "xml")], "application/sparql-results+xml"),
        ("DESCRIBE <a:b>", [("format", "xml")], "application/rdf+xml"),
        # what SPARQLWrapper 2.0 sends for RDF/XML and JSON-LD
        ("DESCRIBE <a:b>", [("format", "rdf+xml"), ("output", "rdf+xml"), ("format", "application/rdf+xml")],
         "application/rdf+xml"),
        ("DESCRIBE <a:b>", [("format", "json-ld"), ("format", "application/ld+json,application/x-json+ld")],
         "application/ld+json"),
        ("DESCRIBE <a:b>", [("format", "n3"), ("results", "n3")], "text/turtle; charset=utf-8"),
        ("DESCRIBE <a:b>", [("format", "text/x-new, text/turtle")], "text/turtle; charset=utf-8"),
        ("DESCRIBE <a:b>", [("format", "")], "application/n-triples"),
        ("DESCRIBE <a:b>", [("default-graph-uri", "")], "application/n-triples"),
    ],
)  # fmt: skip
def test_format_wins_over_accept_and_empty_values_say_nothing(
    client: Service, query: str, sent: list[tuple[str, str]], got: str
) -> None:
    address = "/sparql?" + urlencode([("query", query), *sent])
    answer = client.get(address, headers={"Accept": "application/n-triples"})
    assert (answer.status_code, answer.headers["content-type"]) == (200, got)


def test_errors_come_as_json_text_or_a_page(client: Service) -> None:
    wrong = "SELECT * {\n  ?s ?p 'x\n}"
    document = client.query(wrong, "application/json")
    assert document.headers["content-type"] == "application/json"
    assert document.json()["line"] == 2
    assert document.json()["excerpt"].startswith("  ?s ?p 'x\n")
    assert "expected" not in document.text
    text = client.query(wrong, "text/plain")
    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text.startswith("The query cannot be read: line 2, column ")
    page = client.query(wrong, "text/html")
    assert (page.status_code, page.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "?s ?p &#39;x" in page.text  # the query stays in the editor
    assert page.text.count("<h1>") == 1


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
            assert (answer.status_code, answer.content, answer.headers["etag"]) == (304, b"", etag)
            assert "accept" in answer.headers["vary"].lower()
    headers = {"Accept": "text/csv", "If-None-Match": '"x"'}
    assert client.get("/sparql", params={"query": MANY}, headers=headers).status_code == 200
    assert client.get("/static/style.css").headers["etag"].startswith('"')


def test_volatile_results_are_not_kept(client: Service) -> None:
    first, second = (client.query("SELECT (STRUUID() AS ?x) { }") for _ in range(2))
    assert first.content != second.content
    assert "etag" not in first.headers
    assert first.headers["cache-control"] == "no-store"


def test_compression_has_a_tag_of_its_own(client: Service) -> None:
    plain, packed = (
        client.get("/sparql", params={"query": MANY}, headers={"Accept-Encoding": coding})
        for coding in ("identity", "gzip")
    )
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.content == plain.content
    assert int(packed.headers["content-length"]) < len(plain.content)
    assert packed.headers["etag"] != plain.headers["etag"]
    assert all("accept-encoding" in answer.headers["vary"].lower() for answer in (plain, packed))
    headers = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["etag"]}
    assert client.get("/sparql", params={"query": MANY}, headers=headers).status_code == 304
    small = client.get("/sparql", params={"query": ASK}, headers={"Accept-Encoding": "gzip"})
    assert "content-encoding" not in small.headers


@pytest.mark.parametrize(
    ("given", "status", "part"),
    [
        ("bytes=0-9", 206, (0, 10)),
        ("bytes=10-", 206, (10, None)),
        ("bytes=-5", 206, (-5, None)),
        ("bytes=0-999999", 206, (0, None)),
        ("bytes=-999999", 206, (0, None)),
        ("bytes=999999-", 416, None),
        ("bytes=-0", 416, None),
        ("bytes=5-2", 200, None),  # what breaks the grammar, or names several parts, is passed over
        ("bytes=0-1,4-5", 200, None),
        ("lines=0-1", 200, None),
    ],
)
def test_parts_of_a_result(client: Service, given: str, status: int, part: Any) -> None:
    whole = client.query(MANY, "text/csv")
    headers = {"Accept": "text/csv, application/problem+json;q=0.1", "Range": given}
    answer = client.get("/sparql", params={"query": MANY}, headers=headers)
    assert (answer.status_code, whole.headers["accept-ranges"]) == (status, "bytes")
    if status == 416:
        assert answer.headers["content-range"] == f"bytes */{len(whole.content)}"
    elif part:
        assert answer.content == whole.content[slice(*part)]
        start = whole.content.index(answer.content)
        shown = f"bytes {start}-{start + len(answer.content) - 1}/{len(whole.content)}"
        assert answer.headers["content-range"] == shown
        assert answer.headers["etag"] == whole.headers["etag"]
        stale = client.get("/sparql", params={"query": MANY}, headers=headers | {"If-Range": '"old"'})
        assert stale.status_code == 200
        head = client.request("HEAD", "/sparql", params={"query": MANY}, headers=headers)
        assert head.status_code == 200
    else:
        assert answer.content == whole.content


def test_without_a_query_machines_get_a_description_and_browsers_an_editor(client: Service) -> None:
    for accept in ("application/ld+json", "application/rdf+xml", "application/n-triples"):
        other = client.get("/sparql", headers={"Accept": accept})
        assert other.headers["content-type"] == accept
        assert b"service-description#" in other.content
    page = client.get("/sparql", headers={"Accept": "text/html"})
    assert "<textarea" in page.text
    assert "PREFIX obs: &lt;https://w3id.org/cpgraph/report/demo/observation/&gt;" in page.text
    example = client.get("/sparql", params={"example": "all-observations"}, headers={"Accept": "text/html"})
    assert "?observation a qb:Observation" in example.text


def test_too_many_rows_or_bytes_are_an_error_and_not_a_cut(serve: Serve) -> None:
    service, refusal = serve(max_rows=50, max_bytes=4_000), ", application/problem+json;q=0.1"
    for accept in ("application/json", "text/csv", "text/html", "application/sparql-results+xml"):
        assert service.query(MANY, accept + refusal).status_code == 422
    rows = service.query(MANY, f"text/csv{refusal}").json()
    assert (rows["unit"], rows["limit"]) == ("rows", 50)
    long = "SELECT ?x { VALUES ?y { 1 2 3 4 5 6 } BIND('" + "x" * 1_000 + "' AS ?x) }"
    document = service.query(long, f"text/csv{refusal}").json()
    assert (document["unit"], document["limit"]) == ("bytes", 4_000)
    graph = f"CONSTRUCT {{ <a:a> <a:b> ?n }} {{ {MANY[14:-2]} BIND(10 * ?a + ?b AS ?n) }}"
    assert service.query(graph, f"text/turtle{refusal}").json()["unit"] == "rows"


def test_a_page_says_how_much_of_a_result_it_draws(serve: Serve) -> None:
    service = serve(page_rows=10)
    page = service.query(MANY, "text/html")
    assert "The first 10 of 81 rows" in page.text
    assert page.text.count("<tr>") == 11
    assert (page.headers["cpgraph-rows"], page.headers["cpgraph-rows-shown"]) == ("81", "10")
    table = service.query(MANY, "text/csv")
    assert (table.headers["cpgraph-rows"], table.headers["cpgraph-rows-shown"]) == ("81", "81")


def test_what_a_format_cannot_write_is_not_written_wrong(client: Service) -> None:
    refusal = ", application/problem+json;q=0.1"
    answer = client.query("CONSTRUCT { <a:b> <http://x/1> 1 } { }", f"application/rdf+xml{refusal}")
    assert (answer.status_code, kind(answer)) == (406, "not-acceptable")
    assert "text/turtle" in answer.json()["offered"]
    answer = client.query(r"SELECT ('\u0001' AS ?x) { }", f"application/sparql-results+xml{refusal}")
    assert (answer.status_code, kind(answer)) == (406, "not-acceptable")


@pytest.mark.parametrize("accept", ["application/json", "text/csv", "text/html"])
def test_an_empty_result_names_the_terms_that_the_data_do_not_have(client: Service, accept: str) -> None:
    prefixes = "PREFIX qb: <http://purl.org/linked-data/cube#> PREFIX cpg: <https://w3id.org/cpgraph/ns#>"
    pattern = "?o a qb:Observation ; cpg:nothing ?x ; cpg:printed ?y OPTIONAL { ?o cpg:neither ?z }"
    text = f"{prefixes} SELECT * {{ {pattern} }}"
    names = "<https://w3id.org/cpgraph/ns#nothing>, <https://w3id.org/cpgraph/ns#neither>"
    counts = text.replace("SELECT *", "SELECT (COUNT(*) AS ?n)")
    for query in (
        text,
        counts,
        *(text.replace("SELECT *", form) for form in ("ASK", "CONSTRUCT { ?o ?x ?y }")),
    ):
        form = accept if "CONSTRUCT" not in query else accept.replace("text/csv", "text/turtle")
        answer = client.query(query, form)
        assert answer.headers["cpgraph-unknown-terms"] == names
        if accept == "text/html":
            assert "No statement in the data has <code>cpg:nothing</code>" in answer.text
            assert "<code>cpg:printed" not in answer.text
    for query in (text.replace("cpg:nothing ?x ;", "").replace("OPTIONAL { ?o cpg:neither ?z }", ""), ASK):
        assert "cpgraph-unknown-terms" not in client.query(query, accept).headers


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
    for _ in range(2):
        client.query("SELECT ('metrics' AS ?x) { }")
    client.query("ASK {", client=("192.0.2.9", 1))
    answer = client.get("/metrics").text
    for part in ('cpgraph_results_total{cache="hit"}', 'cpgraph_requests_total{method="GET",status="200"}',
                 'cpgraph_problems_total{kind="malformed-query"}', "cpgraph_workers_busy"):  # fmt: skip
        assert part in answer


def test_other_clients_are_limited_in_number(serve: Serve) -> None:
    service, first, second = serve(rate_limit=0.01, rate_burst=3), ("192.0.2.1", 5), ("192.0.2.2", 5)
    answers = [service.query(f"SELECT ({n} AS ?n) {{ }}", client=first) for n in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert answers[-1].json()["type"].endswith("#too-many-requests")
    assert int(answers[-1].headers["retry-after"]) > 1
    assert service.query("SELECT (0 AS ?n) { }", client=first).status_code == 200  # a kept result
    assert service.query("SELECT (7 AS ?n) { }", client=second).status_code == 200
    batches = [
        service.get("/reconcile", params={"queries": f'{{"q": {{"query": "{n}"}}}}'}, client=first)
        for n in "ab"
    ]
    assert [answer.status_code for answer in batches] == [429, 429]
    assert all(service.query(f"SELECT ({n} AS ?here) {{ }}").status_code == 200 for n in range(9))


def test_a_fault_of_ours_is_told_without_its_trace(client: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cpgraph.web.routers.sparql.guard", None)
    answer = client.query(f"{ASK} # new", "application/problem+json, application/json")
    assert (answer.status_code, kind(answer)) == (500, "internal-error")
    assert "NoneType" not in answer.text
    assert answer.headers["access-control-allow-origin"] == "*"
    assert re.search(r'cpgraph_problems_total\{kind="internal-error"\} 1', client.get("/metrics").text)
    assert json.loads(answer.text)["status"] == 500
