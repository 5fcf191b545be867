"""Properties of the HTTP surface: whatever is sent, the answer is whole and nobody is called."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote_from_bytes, urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..service import Service
from .conftest import Trap
from .judging import judge
from .texts import mutations, soups

Headers = Sequence[tuple[bytes, bytes]]
FEW = settings(max_examples=250, deadline=None, suppress_health_check=list(HealthCheck))

METHODS = "GET GET GET POST POST HEAD OPTIONS PUT DELETE PATCH TRACE BREW get *".split()
PATHS = """
/sparql /sparql/ / /healthz /metrics /search /api /openapi.json /quality /static/style.css /queries/all-observations
/queries/size-of-population /fiscal-year/2019 /fiscal-year/2019.ttl /report/demo/observation/count_demo-2019 /ns * // /%
/é /\x00 /.. /queries/ /sitemap.xml /.well-known/void /report/demo/population/ /fiscal-year/2019.exe
""".split()
NAMES = """
query format default-graph-uri named-graph-uri example q page population year update using-graph-uri Query x[] é \x00
""".split()
VALUES = """
csv ttl html exe https://w3id.org/cpgraph/report/demo/graph/facts relative http://elsewhere.example/ file:///etc/passwd
1 -1 0 999999999999999999999 2019 report/demo/population/demo-2019 \x00 % + ../.. {{7*7}} '"<>& ASK{} SELECT*{?s?p?o}
""".split()
NAMES_OF_HEADERS = b"""
accept accept accept-encoding content-type content-type content-length content-encoding host if-none-match range
origin cookie accept-language if-match x-forwarded-for access-control-request-method te forwarded
""".split()
VALUES_OF_HEADERS = b"""
*/* text/html text/csv text/turtle;q=0.5,*/*;q=0 application/json application/rdf+xml application/sparql-query gzip
gzip;q=0 application/x-www-form-urlencoded application/sparql-update * identity , ;q / \xff\xfe text/html;q=1e9 x"
text/csv;a=" " W/" "x" 0 -1 99999999999999999999 \xc2\xb2 bytes=0-0 localhost [::1]:80
""".split()
NAMES.append("")
VALUES += ["", "\u2028", "DESCRIBE ?s { ?s ?p ?o }", "CONSTRUCT WHERE { ?s ?p ?o }", "a" * 3_000]
VALUES_OF_HEADERS += [b"", b"a b", b"\t\t", b"a/b," * 300]

values = st.one_of(st.sampled_from(VALUES), st.text(max_size=20))
parameters = st.lists(st.tuples(st.sampled_from(NAMES), values), max_size=5)
values_of_headers = st.one_of(st.sampled_from(VALUES_OF_HEADERS), st.binary(max_size=12))
headers = st.lists(st.tuples(st.sampled_from(NAMES_OF_HEADERS), values_of_headers), max_size=5)
queries_of_addresses = st.one_of(
    parameters.map(lambda pairs: urlencode(pairs, errors="surrogatepass").encode()),
    st.binary(max_size=30).map(lambda raw: quote_from_bytes(raw, safe="&=+%").encode()),
)
bodies = st.one_of(
    st.binary(max_size=60), parameters.map(lambda pairs: urlencode(pairs, errors="replace").encode())
)


def send(
    service: Service, method: str, path: str, address: bytes, given: Headers, body: bytes
) -> tuple[int, dict[str, str], bytes]:
    """Put a request to the application as a server would, byte for byte."""
    told: list[dict[str, Any]] = []

    async def ask() -> None:
        parts = [body[:7], body[7:]]

        async def receive() -> dict[str, Any]:
            if parts:
                part = parts.pop(0)
                return {"type": "http.request", "body": part, "more_body": bool(parts)}
            await asyncio.sleep(60)  # a client that waits for its answer
            return {"type": "http.disconnect"}

        async def answer(message: Any) -> None:
            told.append(dict(message))

        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": address,
            "headers": list(given),
            "client": ("127.0.0.1", 1),
            "http_version": "1.1",
            "scheme": "http",
        }
        await service.app(scope, receive, answer)

    service.run(ask())
    assert [message["type"] for message in told].count("http.response.start") == 1
    assert not told[-1].get("more_body", False)
    content = b"".join(message.get("body", b"") for message in told[1:])
    found = {name.decode().lower(): value.decode("latin-1") for name, value in told[0]["headers"]}
    return told[0]["status"], found, content


def hold(service: Service, method: str, path: str, address: bytes, given: Headers, body: bytes) -> str:
    status, found, content = send(service, method, path, address, given, body)
    if found.get("content-encoding") == "gzip":
        assert method == "HEAD" or int(found.pop("content-length")) == len(content)
        content = b"" if method == "HEAD" or status == 304 else gzip.decompress(content)
    return judge(status, found, content, method=method)


@FEW
@given(st.sampled_from(METHODS), st.sampled_from(PATHS), queries_of_addresses, headers, bodies)
def test_any_request_gets_a_whole_answer(
    client: Service, method: str, path: str, address: bytes, given: Headers, body: bytes
) -> None:
    hold(client, method, path, address, given, body)


@FEW
@given(st.data())
def test_any_query_gets_a_whole_answer_and_calls_nobody(
    client: Service, trap: Trap, data: st.DataObject
) -> None:
    calls = (
        f"SERVICE <{trap.url}> {{ }}",
        f"<{trap.url}>",
        f"FROM <{trap.url}>",
        f"SERVICE SILENT<{trap.url}>{{}}",
    )
    text = data.draw(st.one_of(soups(calls), mutations(calls)))
    given = data.draw(headers)
    method = data.draw(st.sampled_from(["GET", "POST", "HEAD"]))
    address, body = urlencode({"query": text}, errors="replace").encode(), b""
    if method == "POST":
        is_form = data.draw(st.booleans())
        body = address if is_form else text.encode()
        address = b""
        kind = b"application/x-www-form-urlencoded" if is_form else b"application/sparql-query"
        given = [*(pair for pair in given if not pair[0].startswith(b"content-")), (b"content-type", kind)]
    hold(client, method, "/sparql", address, given, body)
    assert trap.calls == 0


LONG = "x" * 9_000
SENT: dict[str, tuple[str, str, Headers]] = {
    "host": ("/sparql", "", [(b"host", f"<{LONG}>".encode())]),
    "content-type": ("/sparql", "", [(b"content-type", LONG.encode())]),
    "accept": ("/sparql", "", [(b"accept", f"text/html;q=0.1, {LONG}/{LONG}".encode())]),
    "path": (f"/{LONG}", "", []),
    "query": ("/sparql", f"query=ASK+{LONG}", []),
    "graph": ("/sparql", f"query=ASK{{}}&default-graph-uri={LONG}", []),
    "format": ("/sparql", f"query=ASK{{}}&format={LONG}", []),
    "example": ("/sparql", f"query=ASK{{}}&example={LONG}", []),
}


@pytest.mark.parametrize("accept", ["text/html", "application/problem+json", "text/plain"])
@pytest.mark.parametrize("name", SENT)
def test_what_was_sent_is_not_sent_back_whole(client: Service, name: str, accept: str) -> None:
    path, address, given = SENT[name]
    method = "POST" if name == "content-type" else "GET"
    told = given if name == "accept" else [(b"accept", accept.encode()), *given]
    status, found, content = send(client, method, path, address.encode(), told, b"ASK {}")
    judge(status, found, content, method=method)
    if "html" not in found["content-type"] or name != "query":  # a page keeps the query in its editor
        assert content.count(b"x") < 4_000
