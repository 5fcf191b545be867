"""The description of the calls: what it says is so, for machines and for people."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from cpgraph import queries
from cpgraph.queries import PATTERNS, Param, ParamType
from cpgraph.web import formats, openapi, problems
from cpgraph.web.settings import Settings

from .conftest import HERE, Serve
from .service import Service

REAL = HERE.parents[1] / "queries" / "answers"


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    """The description of the real queries."""
    return openapi.document(queries.load(REAL), Settings())


def resolve(document: dict[str, Any], shape: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in shape:
        found: Any = document
        for part in shape["$ref"].removeprefix("#/").split("/"):
            found = found[part]
        shape = found
    return shape


def test_every_query_is_a_call_with_its_parameters_and_formats(real: dict[str, Any]) -> None:
    found = queries.load(REAL)
    assert len(found) > 50
    for query in found.values():
        call = real["paths"][f"/queries/{query.id}"]["get"]
        assert [p["name"] for p in call["parameters"]] == [p.name for p in query.params] + ["format"]
        assert set(call["responses"]["200"]["content"]) == set(formats.types_for(openapi.form_of(query)))
        for param, shown in zip(query.params, call["parameters"], strict=False):
            assert shown["required"] is param.required
            assert shown["schema"].get("default") == param.default
            for value in (param.default, shown.get("example")):
                assert value is None or re.search(shown["schema"]["pattern"], value), (query.id, value)
    forms = {openapi.form_of(query) for query in found.values()}
    assert {"SELECT", "CONSTRUCT"} <= forms


def test_the_document_refers_only_to_what_it_holds(real: dict[str, Any]) -> None:
    text = json.dumps(real)
    references = set(re.findall(r'"\$ref": "([^"]+)"', text))
    assert references
    for reference in references:
        resolve(real, {"$ref": reference})
    names = [call["operationId"] for path in real["paths"].values() for call in path.values()]
    assert len(names) == len(set(names))


def test_every_status_of_the_problems_is_described(real: dict[str, Any]) -> None:
    described = set(real["components"]["responses"])
    assert described == {str(status) for status, _ in problems.KINDS.values()} | {"304"}
    assert real["components"]["responses"]["503"]["headers"].keys() == {"Retry-After"}


@pytest.mark.parametrize("kind", PATTERNS)
def test_an_empty_value_stands_for_the_default_unless_one_is_required(kind: ParamType) -> None:
    free, bound = (openapi.schema(Param("x", kind, "X", required=it))["pattern"] for it in (False, True))
    assert re.search(free, "")
    assert bool(re.search(bound, "")) is (kind == "string")


def test_the_limits_are_those_of_the_service(serve: Serve) -> None:
    service = serve(time_limit=7.5, max_rows=1_234)
    told = service.get("/openapi.json").json()["info"]["description"]
    assert "7.5 seconds" in told
    assert "1,234 rows" in told


def test_the_document_is_served_with_an_entity_tag(client: Service) -> None:
    answer = client.get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["openapi"].startswith("3.1")
    assert set(answer.json()["paths"]) > {"/sparql", "/search", "/healthz", "/queries/size-of-population"}
    tag = answer.headers["etag"]
    assert client.get("/openapi.json", headers={"If-None-Match": tag}).status_code == 304
    named = client.get("/openapi.json", headers={"Accept": "application/vnd.oai.openapi+json"})
    assert named.headers["content-type"].startswith("application/vnd.oai.openapi+json")
    assert named.headers["etag"] != tag


@pytest.mark.parametrize("path", ["/", "/sparql", "/queries/all-observations", "/nowhere"])
def test_every_answer_leads_to_the_description(client: Service, path: str) -> None:
    links = client.get(path, headers={"Accept": "text/html"}).headers["link"]
    assert '</openapi.json>; rel="service-desc"' in links
    assert '</api>; rel="service-doc"' in links


def test_the_home_page_and_the_service_description_lead_there(client: Service) -> None:
    assert 'href="/api"' in client.get("/", headers={"Accept": "text/html"}).text
    described = client.get("/sparql", headers={"Accept": "application/n-triples"}).text
    assert "ns/dcat#endpointDescription> <http://localhost/openapi.json>" in described


def test_the_page_lists_the_calls_and_its_examples_answer(client: Service) -> None:
    page = client.get("/api", headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<script" not in page.text
    assert page.text.count("<h1>") == 1
    hrefs = {href.replace("&amp;", "&") for href in re.findall(r'href="(/queries/[^"]+)"', page.text)}
    assert any("population=" in href for href in hrefs)
    for href in hrefs:
        assert client.get(href, headers={"Accept": "*/*"}).status_code == 200, href
    commands = re.findall(r"<code>(curl [^<]+)</code>", page.text)
    assert len(commands) >= 3
    for command in commands:
        words = shlex.split(command.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&"))
        split = urlsplit(words[-1])
        name, _, value = words[2].partition(": ")
        answer = client.get(f"{split.path}?{split.query}", headers={name: value})
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(value)


def test_a_folder_without_queries_is_described_too(serve: Serve) -> None:
    service = serve(queries=Path("none"))
    assert "/sparql" in service.get("/openapi.json").json()["paths"]
    assert service.get("/api").status_code == 200
