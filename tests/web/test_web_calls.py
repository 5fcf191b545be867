"""The questions as calls: what their description says is so, for machines and for people."""

from __future__ import annotations

import json
import re
import shlex
from typing import Any
from urllib.parse import urlsplit

import pytest

from cpgraph import queries
from cpgraph.queries import PATTERNS, Param, ParamType
from cpgraph.web import negotiation
from cpgraph.web.app import create_app
from cpgraph.web.bindings import form
from cpgraph.web.routers import questions
from cpgraph.web.settings import Settings

from .conftest import HERE, Serve
from .service import Service

REAL = HERE.parents[1] / "queries" / "answers"


@pytest.fixture(scope="module")
def real() -> dict[str, Any]:
    """The description of the real queries."""
    return create_app(Settings(queries=REAL)).openapi()


def test_every_query_is_a_call_with_its_parameters_and_formats(real: dict[str, Any]) -> None:
    found = queries.load(REAL)
    assert len(found) > 50
    for query in found.values():
        call = real["paths"][f"/queries/{query.id}"]["get"]
        told = (call["operationId"], call["summary"], call["tags"])
        assert told == (query.id, query.question, list(query.tags))
        assert [p["name"] for p in call["parameters"]] == [p.name for p in query.params] + ["format"]
        types = negotiation.types_for(form(query.text))
        assert set(call["responses"]["200"]["content"]) == set(types)
        assert not query.returns or json.dumps(list(query.returns)) in json.dumps(call["responses"]["200"])
        for param, shown in zip(query.params, call["parameters"], strict=False):
            assert shown["required"] is param.required
            assert shown["schema"].get("default") == param.default
            for value in (param.default, *shown["schema"].get("examples", ())):
                assert value is None or re.search(shown["schema"]["pattern"], value), (query.id, value)
    assert {"SELECT", "CONSTRUCT"} <= {form(query.text) for query in found.values()}


def test_the_document_is_whole(real: dict[str, Any]) -> None:
    references = set(re.findall(r'"\$ref": "#/components/schemas/([^"]+)"', json.dumps(real)))
    assert {"ProblemDocument", "Resolution"} < references == set(real["components"]["schemas"])
    calls = [call for path in real["paths"].values() for call in path.values()]
    assert len({call["operationId"] for call in calls}) == len(calls) > 50
    assert all({"200", "304", "4XX", "5XX"} <= set(call["responses"]) for call in calls)
    assert not any("422" in call["responses"] for call in calls)  # what the framework would say
    assert set(real["paths"]) > {"/sparql", "/search", "/resolve", "/healthz", "/metrics", "/openapi.json"}
    assert real["paths"]["/sparql"]["get"]["parameters"][0]["name"] == "query"
    assert set(real["paths"]["/sparql"]["post"]["requestBody"]["content"]) == {
        "application/x-www-form-urlencoded",
        "application/sparql-query",
    }


@pytest.mark.parametrize("kind", PATTERNS)
def test_an_empty_value_stands_for_the_default_unless_one_is_required(kind: ParamType) -> None:
    free, bound = (
        questions.parameter(Param("x", kind, "X", required=it))["schema"]["pattern"] for it in (False, True)
    )
    assert re.search(free, "")
    assert bool(re.search(bound, "")) is (kind == "string")


def test_the_limits_are_those_of_the_service(serve: Serve) -> None:
    told = serve(time_limit=7.5, max_rows=1_234).get("/openapi.json").json()["info"]["description"]
    assert "7.5 seconds" in told
    assert "1,234 rows" in told


def test_the_document_is_served_with_an_entity_tag(client: Service) -> None:
    answer = client.get("/openapi.json")
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["openapi"].startswith("3.1")
    tag = answer.headers["etag"]
    assert client.get("/openapi.json", headers={"If-None-Match": tag}).status_code == 304
    named = client.get("/openapi.json", headers={"Accept": "application/vnd.oai.openapi+json"})
    assert named.headers["content-type"].startswith("application/vnd.oai.openapi+json")
    assert named.headers["etag"] != tag
    described = client.get("/sparql", headers={"Accept": "application/n-triples"}).text
    assert "ns/dcat#endpointDescription> <http://localhost/openapi.json>" in described


@pytest.mark.parametrize(
    ("query", "status", "told"),
    [
        ("population=report/demo/population/demo-2019&format=csv", 200, "demo-2019,200"),
        ("population=report/demo/population/demo-2019&format=tsv", 200, "?population\t?value"),
        ("", 400, "population is missing: give Population"),
        ("population=", 400, "population is missing"),
        ("population=a b", 400, "is not of the kind iri"),
        ("population=x&other=1", 400, "other is not a parameter"),
        ("population=x&population=x", 400, "is given 2 times"),
        ("population=%zz", 400, "percent sign"),
        ("population=report/demo/population/demo-2019&format=docx", 400, "There is no format"),
    ],
)
def test_a_question_is_answered_with_its_values_bound(
    client: Service, query: str, status: int, told: str
) -> None:
    answer = client.get(f"/queries/size-of-population?{query}")
    assert answer.status_code == status
    assert told in answer.text
    assert client.get("/queries/none").status_code == 404


def test_the_page_lists_the_calls_and_its_examples_answer(client: Service) -> None:
    page = client.get("/api", headers={"Accept": "text/html"}).text
    hrefs = {href.replace("&amp;", "&") for href in re.findall(r'href="(/queries/[^"]+)"', page)}
    assert any("population=" in href for href in hrefs)
    assert all(f'id="{name}"' in page for name in queries.load(HERE / "queries"))
    assert all(client.get(href, headers={"Accept": "*/*"}).status_code == 200 for href in hrefs)
    commands = re.findall(r"<code>(curl [^<]+)</code>", page)
    assert len(commands) == 2
    for command in commands:
        words = shlex.split(command.replace("&#39;", "'").replace("&#34;", '"').replace("&amp;", "&"))
        split = urlsplit(words[-1])
        name, _, value = words[2].partition(": ")
        answer = client.get(f"{split.path}?{split.query}", headers={name: value})
        assert (answer.status_code, answer.headers["content-type"].partition(";")[0]) == (200, value)
