"""The questions as files and as calls: what a header must say, and what their description says is so."""

from __future__ import annotations

import json
import re
import shlex
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyoxigraph as ox
import pytest

from cpgraph import queries
from cpgraph.errors import QueryFileError
from cpgraph.queries import PATTERNS, Param, ParameterError, ParamType, Query, load, read, terms_in_text
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
    for path in ("/sparql", "/queries/measures"):
        told = real["paths"][path]["get"]["responses"]["200"]["headers"]
        assert set(told) == {"Cpgraph-Rows", "Cpgraph-Rows-Shown", "Cpgraph-Unknown-Terms"}
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


GOOD = "#+ summary: A test\n#+ returns: [s]\n\nSELECT ?s { ?s ?p ?o }\n"
XSD = "http://www.w3.org/2001/XMLSchema#"


def written(tmp_path: Path, text: str, name: str = "a-query.rq") -> Query:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read(path)


def test_a_folder_is_read_by_id() -> None:
    queries = load(HERE / "queries")
    assert list(queries) == ["all-observations", "size-of-population"]
    query = queries["size-of-population"]
    assert (query.summary, query.returns) == ("The counts of one population", ("population", "value"))
    assert query.params[0].label == "Population"
    assert dict(query.pins) == {"web": 1}
    assert query.text.startswith("#+ summary")


WRONG = [
    ("SELECT * { }", 1, "no header"),
    (GOOD.replace("summary: A test", "title: A test"), 1, "title: .* Use one of chart, code, "),
    (GOOD.replace("A test", ""), 1, "summary: .*Write one phrase"),
    (GOOD.replace("#+ summary: A test\n", ""), 1, "summary: .*Add it"),
    (GOOD.replace("A test", "[a"), 2, "not YAML"),
    (GOOD.replace("#+ returns: [s]", "#+ returns: [s]\n#+ returns: [s]"), 3, "twice"),
    (GOOD.replace("[s]", "s"), 2, "returns: .*Write `.a, b.`"),
    (GOOD.replace("[s]", "[p]"), 2, "columns are not the ones"),
    (GOOD.replace("[s]", "[s]\n#+ params: [s]"), 3, "params.*Write a mapping"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: iri"), 4, "params.s.type: .*Add it"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: {type: iri, size: 3}"), 4, "params.s.size"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: {type: float}"), 4, "params.s.type: .*'iri', 'string'"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: {type: iri, required: maybe}"), 4, "params.s.required: .*boolean"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: {type: integer, default: x}"), 4, "the default of s: 'x' is not"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   s: {type: iri, example: 'a b'}"), 4, "the example of s: 'a b'"),
    (GOOD.replace("[s]", "[s]\n#+ params:\n#+   p: {type: iri}"), 4, "not among the columns"),
    (GOOD.replace("[s]", "[s]\n#+ rows: {small: many}"), 3, "rows.small: .*valid integer"),
    (GOOD.replace("?s ?p ?o", "?s ?p"), 5, "cannot read the query"),
    (GOOD.replace("[s]", "[s]\n#+ id: x"), 3, "id: this key is not"),
    (GOOD.replace("[s]", "[s]\n#+ tags: [a, [b]]"), 3, "tags.1: .*valid string"),
    ("#+ - a\n\nSELECT * { }", 1, "no list of keys"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "line", "words"), WRONG)
def test_a_wrong_file_is_told_with_its_line(tmp_path: Path, text: str, line: int, words: str) -> None:
    with pytest.raises(QueryFileError, match=words) as caught:
        written(tmp_path, text)
    assert caught.value.place.line == line
    assert caught.value.place.file.endswith("a-query.rq")
    assert caught.value.remedy


def test_names_and_encoding_of_files(tmp_path: Path) -> None:
    assert written(tmp_path, GOOD).id == "a-query"
    for name in ("A.rq", "a_b.rq", "a--b.rq", "-a.rq"):
        with pytest.raises(QueryFileError, match="not an id"):
            written(tmp_path, GOOD, name)
    (tmp_path / "latin.rq").write_bytes(GOOD.replace("test", "tést").encode("latin-1"))
    with pytest.raises(QueryFileError, match="UTF-8"):
        read(tmp_path / "latin.rq")


@pytest.mark.parametrize(
    ("kind", "value", "term"),
    [
        ("iri", "http://example.org/x", ox.NamedNode("http://example.org/x")),
        ("iri", " <http://example.org/x> ", ox.NamedNode("http://example.org/x")),
        ("iri", "qb:Slice", ox.NamedNode("http://purl.org/linked-data/cube#Slice")),
        ("iri", "fiscal-year/2019", ox.NamedNode("https://w3id.org/cpgraph/fiscal-year/2019")),
        ("string", 'a" } #', ox.Literal('a" } #')),
        ("integer", "-12", ox.Literal("-12", datatype=ox.NamedNode(XSD + "integer"))),
        ("decimal", "+.5", ox.Literal("0.5", datatype=ox.NamedNode(XSD + "decimal"))),
        ("decimal", "0.50", ox.Literal("0.50", datatype=ox.NamedNode(XSD + "decimal"))),
        ("year", "2019", ox.Literal("2019", datatype=ox.NamedNode(XSD + "gYear"))),
    ],
)
def test_values_become_terms(kind: ParamType, value: str, term: object) -> None:
    assert Param("x", kind, "X").term(value) == term


@pytest.mark.parametrize(
    ("kind", "value"),
    [("iri", "nix:x"), ("iri", "a b"), ("iri", "<x> } #"), ("iri", ""), ("integer", "1.5"), ("integer", "x"),
     ("decimal", "NaN"), ("decimal", "Infinity"), ("decimal", ""), ("year", "19"), ("year", "20190"),
     ("decimal", "1e999999999"), ("integer", "1_0"), ("integer", "9" * 19), ("string", "a\0b")],
)  # fmt: skip
def test_wrong_values_are_refused(kind: ParamType, value: str) -> None:
    with pytest.raises(ParameterError, match=f"of the kind {kind}, such as this"):
        Param("x", kind, "X", example="this").term(value)


def test_a_value_is_bounded() -> None:
    with pytest.raises(ParameterError, match="more than 1,000 characters"):
        Param("x", "string", "X").term("x" * 1_001)


def test_binding_fills_defaults_and_demands_what_is_required(tmp_path: Path) -> None:
    header = "[s]\n#+ params:\n#+   s: {type: iri, required: true, example: ns#x}"
    query = written(tmp_path, GOOD.replace("[s]", header))
    with pytest.raises(ParameterError, match="s is missing"):
        query.bind({"s": "  "})
    with pytest.raises(ParameterError, match="other is not a parameter"):
        query.bind({"s": "ns#x", "other": "1"})
    assert list(terms_in_text(query.bind({"s": "ns#x"}))) == [("s", "<https://w3id.org/cpgraph/ns#x>")]
    optional = written(tmp_path, GOOD.replace("[s]", header.replace("required: true", "default: ns#d")))
    assert [term.value for term in optional.bind({}).values()] == ["https://w3id.org/cpgraph/ns#d"]
    free = written(tmp_path, GOOD.replace("[s]", header.replace("required: true, ", "")))
    assert free.bind({}) == {}
