"""The service answers at all: home, health, one query in each way and format."""

from __future__ import annotations

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest

from cpgraph import vocab
from cpgraph.web.names import Names
from cpgraph.web.templating import cell

from .service import Service

ALL = "SELECT ?s ?p ?o { ?s ?p ?o } ORDER BY ?s ?p ?o"
VALUES = "SELECT ?o { ?s <http://purl.org/linked-data/sdmx/2009/measure#obsValue> ?o } ORDER BY ?o"
NOTES = "SELECT ?o { ?s <http://www.w3.org/2004/02/skos/core#note> ?o }"
GRAPH = "CONSTRUCT { ?s a ?o } { ?s a ?o }"


def test_health_says_what_is_served(client: Service) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["data"].startswith("sha256:")
    assert answer.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_is_answered_by_every_way_of_the_protocol(client: Service, way: str) -> None:
    headers = {"Accept": "application/sparql-results+json"}
    if way == "get":
        answer = client.get("/sparql", params={"query": VALUES}, headers=headers)
    elif way == "form":
        answer = client.post("/sparql", data={"query": VALUES}, headers=headers)
    else:
        headers["Content-Type"] = "application/sparql-query"
        answer = client.post("/sparql", content=VALUES, headers=headers)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/sparql-results+json"
    assert [row["o"]["value"] for row in answer.json()["results"]["bindings"]] == ["60", "120", "200"]
    assert answer.headers["cpgraph-rows"] == "3"


def test_select_as_csv_keeps_quotes_and_line_ends(client: Service) -> None:
    answer = client.get("/sparql", params={"query": NOTES}, headers={"Accept": "text/csv"})
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert list(csv.reader(io.StringIO(answer.text, newline=""))) == [
        ["o"],
        ['a "quoted" note, with\na line end & <marks>'],
    ]
    assert answer.headers["cpgraph-rows"] == "1"


def test_select_as_tsv(client: Service) -> None:
    answer = client.get("/sparql", params={"query": VALUES}, headers={"Accept": "text/tab-separated-values"})
    assert answer.text.split("\n") == [
        "?o",
        '"60"^^<http://www.w3.org/2001/XMLSchema#decimal>',
        "120",
        "200",
        "",
    ]


def test_select_as_xml(client: Service) -> None:
    answer = client.get(
        "/sparql", params={"query": NOTES}, headers={"Accept": "application/sparql-results+xml"}
    )
    assert answer.headers["content-type"] == "application/sparql-results+xml"
    literal = ET.fromstring(answer.content).find(".//{*}literal")
    assert literal is not None
    assert literal.text == 'a "quoted" note, with\na line end & <marks>'


@pytest.mark.parametrize("media_type", ["application/sparql-results+json", "application/json"])
def test_ask(client: Service, media_type: str) -> None:
    answer = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }"}, headers={"Accept": media_type})
    assert answer.headers["content-type"] == media_type
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(
    ("media_type", "sent", "form"),
    [
        ("text/turtle", "text/turtle; charset=utf-8", ox.RdfFormat.TURTLE),
        ("application/n-triples", "application/n-triples", ox.RdfFormat.N_TRIPLES),
        ("text/plain", "text/plain; charset=utf-8", ox.RdfFormat.N_TRIPLES),
        ("application/ld+json", "application/ld+json", ox.RdfFormat.JSON_LD),
        ("application/json", "application/json", ox.RdfFormat.JSON_LD),
        ("application/rdf+xml", "application/rdf+xml", ox.RdfFormat.RDF_XML),
        ("application/trig", "application/trig", ox.RdfFormat.TRIG),
        ("application/n-quads", "application/n-quads", ox.RdfFormat.N_QUADS),
    ],
)
def test_construct_in_every_format_gives_the_same_triples(
    client: Service, media_type: str, sent: str, form: ox.RdfFormat
) -> None:
    answer = client.get("/sparql", params={"query": GRAPH}, headers={"Accept": media_type})
    assert answer.headers["content-type"] == sent
    triples = {str(quad.triple) for quad in ox.parse(answer.content, form)}
    assert len(triples) == int(answer.headers["cpgraph-rows"]) == 12
    assert (
        answer.content
        == client.get("/sparql", params={"query": GRAPH}, headers={"Accept": media_type}).content
    )


def test_describe_gives_what_all_graphs_say_of_a_thing(client: Service) -> None:
    query = "DESCRIBE <https://w3id.org/cpgraph/report/demo/observation/count_demo-2019>"
    answer = client.get("/sparql", params={"query": query}, headers={"Accept": "text/turtle"})
    assert answer.headers["cpgraph-rows"] == "4"
    assert "qb:Observation" in answer.text


def test_a_browser_gets_a_table_with_links_and_downloads(client: Service) -> None:
    answer = client.get("/sparql", params={"query": ALL}, headers={"Accept": "text/html,*/*;q=0.8"})
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.text.count("<h1>") == 1
    assert '<th scope="col">s</th>' in answer.text
    assert "format=csv" in answer.text
    assert "with\na line end &amp; &lt;marks&gt;" in answer.text


def test_home_counts_in_the_store_and_leads_to_the_questions(client: Service) -> None:
    answer = client.get("/", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "no case-level and no victim-identifying data" in answer.text
    assert '>populations</a></th><td class="number">3</td>' in answer.text
    assert 'href="/queries"' in answer.text


def test_the_page_of_questions_has_a_form_for_each(client: Service) -> None:
    answer = client.get("/queries", headers={"Accept": "text/html"})
    assert answer.status_code == 200
    assert "How large is a population?" in answer.text
    assert 'action="/queries/size-of-population"' in answer.text


class Labelled(dict[str, str]):
    """What has a page, by its label."""

    def label(self, iri: str) -> str:
        return self[iri]

    def page(self, iri: str) -> str:
        return iri.removeprefix(vocab.BASE.rstrip("/")) + ".html"

    def alike(self, iri: str) -> list[tuple[str, str]]:
        return [(other, label) for other, label in self.items() if other != iri or label]


def test_a_cell_calls_a_thing_by_its_label_unless_another_column_does() -> None:
    iri = f"{vocab.PREFIXES['m']}count"
    names, labels = Names(vocab.PREFIXES), Labelled({iri: "number"})
    called = cell(["iri", iri, ""], names, labels)
    assert (called.text, called.href, called.note) == ("number", "/measure/count.html", iri)
    assert cell(["iri", iri, ""], names, labels, is_called=False).text == "m:count"
    assert cell(["iri", f"{iri}s", ""], names, labels).href.startswith("/sparql?query=DESCRIBE")
    assert cell(["literal", "Zahl", "de"], names).language == "de"
    assert cell(["literal", "number", "en"], names).language == ""


def test_prefixes_that_a_query_lacks_are_put_into_it(client: Service) -> None:
    page = client.query("SELECT * { ?s a cpg:Table ; nobody:knows ?o }", "text/html")
    assert page.status_code == 400
    area = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", page.text, re.DOTALL)
    assert area is not None
    assert area[1].startswith("PREFIX cpg: &lt;https://w3id.org/cpgraph/ns#&gt;\nSELECT")
    assert "already stands at the top" in page.text


def test_an_example_is_answered_with_its_parameter_bound(client: Service) -> None:
    params = {"population": "report/demo/population/demo-2019", "format": "csv"}
    answer = client.get("/queries/size-of-population", params=params)
    assert answer.text.split() == [
        "population,value",
        "https://w3id.org/cpgraph/report/demo/population/demo-2019,200",
    ]


def test_an_example_without_its_required_parameter_says_which(client: Service) -> None:
    answer = client.get("/queries/size-of-population")
    assert answer.status_code == 400
    assert "population is missing" in answer.json()["detail"]


def test_the_service_description_counts_what_the_store_holds(client: Service) -> None:
    answer = client.get("/sparql", headers={"Accept": "text/turtle"})
    quads = list(ox.parse(answer.content, ox.RdfFormat.TURTLE))
    names = {q.object.value for q in quads if str(q.predicate).endswith("service-description#name>")}
    asked = client.get("/sparql", params={"query": "SELECT DISTINCT ?g { GRAPH ?g { } }"}).json()
    assert names == {row["g"]["value"] for row in asked["results"]["bindings"]}
    counted = client.get("/sparql", params={"query": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"}).json()
    total = counted["results"]["bindings"][0]["n"]["value"]
    default = [q for q in quads if "#default>" in str(q.subject) and "void#triples" in str(q.predicate)]
    assert [q.object.value for q in default] == [total]


def test_a_triple_that_stands_in_two_graphs_is_counted_once(client: Service) -> None:
    thing = "<https://w3id.org/cpgraph/report/demo/observation/count_demo-2019>"
    query = f"SELECT (COUNT(*) AS ?n) {{ {thing} a ?class }}"
    answer = client.get("/sparql", params={"query": query}).json()
    assert answer["results"]["bindings"][0]["n"]["value"] == "1"
    assert json.dumps(answer).count("integer") == 1


def test_names_with_two_dots_can_be_written_with_a_prefix(client: Service) -> None:
    query = """PREFIX pop: <https://w3id.org/cpgraph/report/demo/population/>
    ASK { pop:demo-2019_scheme.first_other.second ?p ?o }"""
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is True
