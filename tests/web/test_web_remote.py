"""The service before an engine that does not behave: no lie of it reaches a client."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

import pytest

from cpgraph import remote
from cpgraph.remote import AddressError, Published, engine
from cpgraph.web.bindings import bind, form
from cpgraph.web.settings import Settings

from .service import Service, serving

JSON = {"Content-Type": "application/sparql-results+json"}
G1, G2 = "https://w3id.org/cpgraph/graph/one", "https://w3id.org/cpgraph/graph/two"
Form = dict[str, list[str]]
Reply = tuple[int, dict[str, str], bytes]


def table(*rows: dict[str, str]) -> bytes:
    def term(value: str) -> dict[str, str]:
        return {"type": "uri" if "://" in value else "literal", "value": value}

    names = list(dict.fromkeys(name for row in rows for name in row)) or ["s"]
    bindings = [{name: term(value) for name, value in row.items()} for row in rows]
    return json.dumps({"head": {"vars": names}, "results": {"bindings": bindings}}).encode()


EMPTY = table()


class FakeEngine(ThreadingHTTPServer):
    """Says that two graphs are published, and else what a test has it say; keeps what it was asked."""

    digest = "0" * 64

    def __init__(self) -> None:
        self.behave: Callable[[Form], Reply] = lambda _: (200, JSON, EMPTY)
        self.asked: list[Form] = []
        super().__init__(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server_address[1]}/query"

    def answer(self, form: Form) -> Reply:
        if remote.MANIFEST not in form["query"][0]:
            self.asked.append(form)
            return self.behave(form)
        rows = [(remote.MANIFEST, "http://purl.org/dc/terms/identifier", f"sha256:{self.digest}")]
        rows += [(name, "http://rdfs.org/ns/void#triples", number) for name, number in ((G1, "2"), (G2, "3"))]
        return 200, JSON, table(*(dict(zip("spo", row, strict=True)) for row in rows))


class Handler(BaseHTTPRequestHandler):
    server: FakeEngine

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        status, headers, body = self.server.answer(parse_qs(sent, keep_blank_values=True))
        with contextlib.suppress(OSError):  # the service has left
            self.send_response(status)
            for name, value in ({"Content-Length": str(len(body))} | headers).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        pass


@contextlib.contextmanager
def listening() -> Iterator[FakeEngine]:
    with FakeEngine() as engine:
        thread = threading.Thread(target=engine.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield engine
        finally:
            engine.shutdown()
            thread.join()


@pytest.fixture
def fake() -> Iterator[FakeEngine]:
    with listening() as engine:
        yield engine


@pytest.fixture(scope="module")
def believed() -> Iterator[tuple[FakeEngine, Service]]:
    """An engine, and a service before it with low limits."""
    with listening() as fake, serving(Settings(store=fake.url, max_bytes=16_000, max_rows=4)) as service:
        yield fake, service


ASK_S = "SELECT ?s { ?s ?p ?o }"
WHOLE = table({"s": "http://x.example/1"}, {"s": "http://x.example/2"})


@pytest.mark.parametrize(
    ("reply", "status", "kind"),
    [
        ((200, JSON, WHOLE), 200, ""),
        ((200, JSON, WHOLE[:-3]), 502, "bad-gateway"),
        ((200, JSON, WHOLE + b"\nVirtuoso 37000 Error"), 502, "bad-gateway"),
        ((200, JSON, b"Error: out of memory"), 502, "bad-gateway"),
        ((200, {"Content-Type": "text/html"}, b"<p>Error"), 502, "bad-gateway"),
        ((200, {"Content-Type": "text/csv"}, b"s\r\nhttp://x.example/1\r\n"), 502, "bad-gateway"),
        ((200, {}, WHOLE), 502, "bad-gateway"),
        ((200, JSON | {"X-SPARQL-MaxRows": "2"}, WHOLE), 502, "bad-gateway"),
        ((200, JSON | {"Content-Encoding": "gzip"}, WHOLE), 502, "bad-gateway"),
        ((206, JSON, WHOLE), 502, "bad-gateway"),
        ((302, {"Location": "http://127.0.0.1:1/"}, b""), 502, "bad-gateway"),
        ((500, {}, b"stack trace"), 502, "bad-gateway"),
        ((401, {}, b""), 502, "bad-gateway"),
        ((503, {}, b""), 503, "not-ready"),
        ((200, JSON | {"Content-Length": "99999"}, WHOLE), 503, "not-ready"),
        ((200, JSON, table(*({"s": str(n)} for n in range(5)))), 422, "result-too-large"),
        ((400, {}, b"no such \x1b[31mfunction"), 400, "malformed-query"),
        ((422, {}, b"no such \x1b[31mfunction"), 422, "query-failed"),
        ((200, JSON, WHOLE[:-2] + b" " * 2**17 + b"}}"), 422, "result-too-large"),
    ],
)
def test_no_lie_is_passed_on(
    believed: tuple[FakeEngine, Service], reply: Reply, status: int, kind: str
) -> None:
    fake, service = believed
    fake.behave = lambda _: reply
    answer = service.query(f"{ASK_S} # {uuid.uuid4()}")
    assert answer.status_code == status, answer.text
    if kind:
        assert answer.json()["type"].endswith(f"#{kind}")
        assert "\x1b" not in answer.text
    else:
        assert service.query(ASK_S, "text/csv").text == "s\r\nhttp://x.example/1\r\nhttp://x.example/2\r\n"


def test_a_slow_engine_is_given_up(fake: FakeEngine) -> None:
    def sleeps(_: Form) -> Reply:
        time.sleep(1)
        return 200, JSON, EMPTY

    fake.behave = sleeps
    with serving(Settings(store=fake.url, time_limit=0.2, workers=1, queue_time=0.1)) as service:
        answer = service.query(ASK_S)
        assert answer.status_code == 503
        assert "Retry-After" not in answer.headers, "the same query would take as long again"
        assert answer.json()["type"].endswith("#time-limit")
        assert service.engine.busy == 0


def test_the_dataset_is_always_said(fake: FakeEngine) -> None:
    with serving(Settings(store=fake.url)) as service:
        service.query(ASK_S)
        service.query(f"SELECT ?s FROM <{G1}> {{ ?s ?p ?o }}")
        service.query(f"SELECT ?s FROM NAMED <{G1}> {{ GRAPH ?g {{ ?s ?p ?o }} }}")
    whole, default, named = [
        (form["default-graph-uri"], form["named-graph-uri"])
        for form in fake.asked
        if "SELECT ?s" in form["query"][0]
    ]
    assert whole == ([G1, G2], [G1, G2])
    assert default == ([G1], [remote.NOTHING])
    assert named == ([remote.NOTHING], [G1])


def test_other_data_make_what_was_kept_worthless(fake: FakeEngine) -> None:
    fake.behave = lambda _: (200, JSON, WHOLE)
    with serving(Settings(store=fake.url, store_check=0.05)) as service:
        assert service.query(ASK_S).json()["results"]["bindings"]
        fake.behave = lambda _: (200, JSON, EMPTY)
        assert service.query(ASK_S).json()["results"]["bindings"], "the result was not kept"
        fake.digest = "1" * 64
        for _ in range(100):
            if "sha256:1" in service.get("/healthz").text:
                break
            time.sleep(0.05)
        assert not service.query(ASK_S).json()["results"]["bindings"]


def test_what_the_engine_refuses_is_told_in_its_words(fake: FakeEngine) -> None:
    fake.behave = lambda _: (400, {}, b"parse error, line 2")
    with serving(Settings(store=fake.url)) as service:
        answer = service.query("ASK {\n ?s qb:x }")
    assert (answer.status_code, answer.json()["type"].rpartition("#")[2]) == (400, "malformed-query")
    assert "parse error, line 2" in answer.text
    (form,) = fake.asked
    assert form["query"][0].splitlines()[0] == "PREFIX qb: <http://purl.org/linked-data/cube#> ASK {"


def test_an_engine_that_cannot_be_reached_makes_the_start_fail() -> None:
    with serving(Settings(store="http://127.0.0.1:1/query"), is_awaited=False) as service:
        assert not service.run(service.engine.ready())
        assert service.engine.state == "failed"
        for path in ("/healthz", "/sparql?query=ASK{}"):
            answer = service.get(path)
            assert answer.status_code == 503
            assert answer.headers["Retry-After"]


@pytest.mark.parametrize(
    "address",
    [
        "ftp://x.example/",
        "file:///etc/passwd",
        "http://",
        "x.example/query",
        "http://user:secret@x.example/query",
        "http://x.example/query?a=b",
        "http://x.example/#f",
    ],
)
def test_addresses_that_are_refused(address: str) -> None:
    with pytest.raises(AddressError):
        engine(address)


@pytest.mark.parametrize(
    ("address", "name", "paths"),
    [
        ("http://e.example:7878/", "oxigraph", ("/query", "/store")),
        ("http://e.example:7878/query", "oxigraph", ("/query", "/store")),
        ("http://e.example:3030/ds", "fuseki", ("/ds/query", "/ds/data")),
        ("http://e.example:3030/ds/sparql", "fuseki", ("/ds/query", "/ds/data")),
        ("http://e.example:7200/repositories/r", "graphdb", ("/repositories/r", "/repositories/r/rdf-graphs/service")),
        ("http://e.example:8890/sparql", "virtuoso", ("/sparql", "/sparql-graph-crud")),
        ("http://e.example:8890/sparql-auth", "virtuoso", ("/sparql-auth", "/sparql-graph-crud-auth")),
        ("https://e.example:8182/sparql", "neptune", ("/sparql", "/sparql/gsp/")),
    ],
)  # fmt: skip
def test_addresses_are_derived(address: str, name: str, paths: tuple[str, str]) -> None:
    found = engine(address)
    root = address[: address.index("/", 9)]
    assert found.name == name
    assert (found.query, found.store) == tuple(root + path for path in paths)


def test_the_manifest_is_read_as_it_was_written() -> None:
    held = Published("a" * 64, {G1: 2})
    lines = remote.manifest(held).decode().splitlines()
    rows = []
    for line in lines:
        subject, predicate, value = line.removesuffix(" .").split(" ", 2)
        rows.append({"s": subject[1:-1], "p": predicate[1:-1], "o": value.split('"')[1]})
    assert remote.published(table(*rows)) == held
    assert remote.published(EMPTY) is None


@pytest.mark.parametrize(
    ("query", "bound"),
    [
        ("SELECT ?x { ?x a ?y }", "SELECT ?x { VALUES ?x { <x:a> } ?x a ?y }"),
        ("SELECT ?y { ?y a ?z }", "SELECT ?y { ?y a ?z }"),
        (
            "SELECT ?x { { SELECT ?x { ?x a ?y } } }",
            "SELECT ?x { { SELECT ?x { VALUES ?x { <x:a> } ?x a ?y } } }",
        ),
        (
            "SELECT ?x { ?y a ?z FILTER EXISTS { ?y ?p $x } }",
            "SELECT ?x { ?y a ?z FILTER EXISTS { VALUES ?x { <x:a> } ?y ?p $x } }",
        ),
        (
            "SELECT ?x { VALUES (?y ?z) { (1 2) } VALUES ?w { 3 } ?x ?y ?z }",
            "SELECT ?x { VALUES ?x { <x:a> } VALUES (?y ?z) { (1 2) } VALUES ?w { 3 } ?x ?y ?z }",
        ),
        ("CONSTRUCT { ?x a ?y } { ?x a ?y }", "CONSTRUCT { ?x a ?y } { VALUES ?x { <x:a> } ?x a ?y }"),
        ("SELECT ?x { ?y ?p '?x {' }", "SELECT ?x { ?y ?p '?x {' }"),
        ("SELECT ?x { GRAPH ?g { ?x ?p ?o } }", "SELECT ?x { GRAPH ?g { VALUES ?x { <x:a> } ?x ?p ?o } }"),
    ],
)
def test_bindings_are_written_into_groups(query: str, bound: str) -> None:
    assert bind(query, [("x", "<x:a>")]) == bound


def test_the_form_of_a_query() -> None:
    assert form("PREFIX ask: <x:> # SELECT\nCONSTRUCT {} {}") == "CONSTRUCT"
    assert form("") == ""


def test_secrets_do_not_show() -> None:
    access = remote.Access("u", "hidden", "hidden")
    settings = Settings(store_password="hidden", store_token="hidden")
    assert "hidden" not in repr(access) + repr(settings)
