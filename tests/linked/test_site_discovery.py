"""What machines look for: statistics, catalog, examples, site map, links in headers; all agree with the store."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pyoxigraph as ox
import pytest
import yaml

import cpgraph
from conftest import REPO
from cpgraph import queries, vocab
from cpgraph.store import Graph
from cpgraph.vocab import BASE
from cpgraph.web.pages.index import Index

from .asking import Answer, Site
from .reading import parse

WHOLE = f"{BASE}dataset/cpgraph"
TURTLE, RDF_TYPES = (
    "text/turtle",
    ("text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml"),
)
FORMATS = dict(
    zip(
        RDF_TYPES,
        (ox.RdfFormat.TURTLE, ox.RdfFormat.JSON_LD, ox.RdfFormat.N_TRIPLES, ox.RdfFormat.RDF_XML),
        strict=True,
    )
)
PREFIXED = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in vocab.PREFIXES.items())


def read(answer: Answer, kind: str = TURTLE) -> ox.Store:
    assert answer.status == 200, answer.text
    assert answer.headers["content-type"].startswith(kind)
    store = ox.Store()
    store.extend(ox.Quad(q.subject, q.predicate, q.object) for q in ox.parse(answer.body, FORMATS[kind]))
    return store


def rows(store: ox.Store, query: str) -> list[tuple[str, ...]]:
    """The rows of a query over a merge, unbound cells empty."""
    found: Any = store.query(PREFIXED + query)
    return [tuple("" if term is None else term.value for term in row) for row in found]


def pairs(store: ox.Store, query: str) -> dict[str, str]:
    """The rows of a query with two columns."""
    return {first: second for first, second in rows(store, query)}  # noqa: C416 - it says that there are two


def number(store: ox.Store, query: str) -> int:
    ((value,),) = rows(store, query)
    return int(value)


def links(answer: Answer) -> list[tuple[str, dict[str, str]]]:
    """The targets of a Link header, each with its parameters."""
    found = re.findall(r'<([^>]*)>((?:;\s*[a-z]+="[^"]*")*)', answer.headers["link"])
    return [(target, dict(re.findall(r'([a-z]+)="([^"]*)"', given))) for target, given in found]


def relation(answer: Answer, name: str) -> list[str]:
    return [target for target, given in links(answer) if given["rel"] == name]


def document(answer: Answer) -> dict[str, Any]:
    """The JSON-LD in a page."""
    tree, faults = parse(answer.text)
    assert not faults
    (script,) = (item for item in tree.all("script") if item.attributes.get("type") == "application/ld+json")
    loaded: dict[str, Any] = json.loads("".join(script.parts))
    return loaded


def test_void_counts_are_the_stores(site: Site, graph: Graph) -> None:
    """The statistics count all graphs but the one that holds them."""
    void = read(site.get("/.well-known/void", TURTLE))
    merged = ox.Store()
    for quad in graph.store.quads_for_pattern(None, None, None, None):
        if quad.graph_name != ox.NamedNode(f"{BASE}graph/catalog") and quad.graph_name != ox.DefaultGraph():
            merged.add(ox.Quad(quad.subject, quad.predicate, quad.object))
    told = pairs(void, f"SELECT ?p ?n {{ <{WHOLE}> ?p ?n FILTER(isNumeric(?n)) }}")
    space = vocab.PREFIXES["void"]
    assert int(told[f"{space}triples"]) == len(merged)
    counted = {
        "distinctSubjects": "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s ?p ?o }",
        "properties": "SELECT (COUNT(DISTINCT ?p) AS ?n) { ?s ?p ?o }",
        "classes": "SELECT (COUNT(DISTINCT ?c) AS ?n) { ?s a ?c }",
    }
    for name, query in counted.items():
        assert int(told[space + name]) == number(merged, query), name
    partitions = pairs(
        void, f"SELECT ?c ?n {{ <{WHOLE}> void:classPartition ?x . ?x void:class ?c ; void:entities ?n }}"
    )
    members = pairs(merged, "SELECT ?c (COUNT(DISTINCT ?s) AS ?n) { ?s a ?c } GROUP BY ?c")
    assert len(partitions) > 50
    assert partitions == members


@pytest.mark.parametrize("path", ["/.well-known/void", "/.well-known/sparql-examples/"])
def test_well_known_addresses_negotiate(site: Site, path: str) -> None:
    held = {kind: {str(triple) for triple in read(site.get(path, kind), kind)} for kind in RDF_TYPES}
    assert len(held[TURTLE]) > 500
    assert all(triples == held[TURTLE] for triples in held.values())
    assert site.get(path, "*/*").headers["content-type"].startswith(TURTLE)
    assert site.get(path, "text/html").headers["content-type"].startswith("text/html")
    refused = site.get(path, "image/png")
    assert refused.status == 406
    head = site.get(path, TURTLE, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert site.get(path, TURTLE, if_none_match=head.headers["etag"]).status == 304


def test_service_description_counts_what_is_served(site: Site, graph: Graph) -> None:
    told = read(site.get("/sparql", TURTLE))
    named = pairs(told, "SELECT ?name ?n { ?e sd:name ?name ; sd:graph/void:triples ?n }")
    held = {
        name.value: str(sum(1 for _ in graph.store.quads_for_pattern(None, None, None, name)))
        for name in graph.store.named_graphs()
    }
    assert named == held
    (whole,) = rows(told, "SELECT ?n { ?s sd:defaultGraph/void:triples ?n }")
    assert int(whole[0]) == len(
        {str(q.triple) for q in graph.store.quads_for_pattern(None, None, None, None)}
    )
    (endpoint,) = rows(told, "SELECT ?e { ?s sd:endpoint ?e ; sd:supportedLanguage sd:SPARQL11Query }")
    assert endpoint == ("http://localhost/sparql",)
    for name in ("/.well-known/void", "/.well-known/sparql-examples/"):
        assert name in {target for target, _ in links(site.get("/sparql", TURTLE))}


def test_the_catalog_is_dcat_and_its_files_are_as_it_says(site: Site, built: Path) -> None:
    dcat = read(site.get("/dcat.ttl", TURTLE))
    files = rows(
        dcat,
        """SELECT ?url ?type ?size ?digest { <https://w3id.org/cpgraph/dataset/cpgraph> dcat:distribution ?d .
        ?d dcat:downloadURL ?url ; dcat:mediaType ?type
        OPTIONAL { ?d dcat:byteSize ?size ; spdx:checksum/spdx:checksumValue ?digest } }""",
    )
    assert len(files) > 5
    for url, kind, size, digest in files:
        answer = site.get(f"/{url.removeprefix(BASE)}", "*/*")
        assert answer.status == 200, url
        assert kind.endswith(answer.headers["content-type"].partition(";")[0])
        assert answer.body == (built / url.rpartition("/")[2]).read_bytes()
        if size:
            assert (int(size), digest) == (len(answer.body), sha256(answer.body).hexdigest())
    assert rows(dcat, "SELECT ?d { ?c a dcat:Catalog ; dcat:dataset ?d }")
    versions = {row[0] for row in rows(dcat, "SELECT ?v { ?d dcat:version ?v }")}
    assert versions == {cpgraph.__version__}


def test_every_file_of_the_build_can_be_had_and_is_listed_as_it_is(site: Site, built: Path) -> None:
    page = site.get("/download/")
    tree, faults = parse(page.text)
    assert not faults
    listed = {
        row.all("a")[0].text: [item.text for item in row.children] for row in tree.all("tbody")[0].all("tr")
    }
    names = {path.name for path in built.iterdir()}
    assert set(listed) == names
    sums = (built / "SHA256SUMS").read_text()
    for name in names - {"SHA256SUMS"}:
        answer = site.get(f"/download/{name}", "*/*")
        assert listed[name][2:] == [f"{len(answer.body):,}", sha256(answer.body).hexdigest()]
        assert f"{sha256(answer.body).hexdigest()}  {name}\n" in sums
    for wrong in ("/download/", "/download/../pyproject.toml", "/download/.hidden", "/download/none.csv"):
        assert site.get(wrong, "text/turtle").status in (200, 404)
    assert site.get("/download/none.csv", "*/*").status == 404
    assert site.get("/download/..%2FREADME.md", "*/*").status == 404


def test_a_file_beside_the_build_is_not_given(site: Site, built: Path) -> None:
    stray = built / "stray.txt"
    stray.write_text("not listed")
    try:
        assert site.get("/download/stray.txt", "*/*").status == 404
    finally:
        stray.unlink()


def test_prefixes_are_those_of_the_project(site: Site) -> None:
    held = read(site.get("/prefixes.ttl"))
    declared = pairs(held, "SELECT ?p ?n { ?x sh:declare ?d . ?d sh:prefix ?p ; sh:namespace ?n }")
    assert declared.items() >= vocab.PREFIXES.items()


def test_examples_are_the_query_files(site: Site) -> None:
    held = read(site.get("/.well-known/sparql-examples/", TURTLE))
    files = queries.load(REPO / "queries" / "answers")
    found = pairs(
        held,
        "SELECT ?q (COUNT(?x) AS ?n) { ?q a sh:SPARQLExecutable ; sh:select|sh:construct|sh:ask ?x } GROUP BY ?q",
    )
    assert {iri.rpartition("/")[2]: n for iri, n in found.items()} == dict.fromkeys(files, "1")
    one = next(iter(files))
    answer = site.get(f"/.well-known/sparql-examples/{one}.ttl", TURTLE)
    assert f"{BASE}query/{one}" in {row[0] for row in rows(read(answer), "SELECT ?s { ?s sh:select ?q }")}
    assert site.get(f"/.well-known/sparql-examples/{one}").headers["location"] == f"/query/{one}.html"
    assert site.get("/.well-known/sparql-examples/none").status == 404


def test_the_site_map_names_every_page(site: Site, things: Index) -> None:
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    outer = ET.fromstring(site.get("/sitemap.xml", "*/*").text)
    maps = [item.text or "" for item in outer.iter(f"{space}loc")]
    assert maps == ["http://localhost/sitemap/1.xml"]
    inner = ET.fromstring(site.get("/sitemap/1.xml", "*/*").text)
    named = [(item.text or "").removeprefix("http://localhost") for item in inner.iter(f"{space}loc")]
    assert len(named) == len(set(named))
    assert set(named) >= {thing.href.partition("#")[0] for thing in things.things.values()}
    assert {a.status for a in site.all(named[::37]).values()} == {200}
    assert site.get("/sitemap/2.xml").status == 404


def test_robots_may_read_all_data(site: Site, things: Index) -> None:
    robots = RobotFileParser()
    robots.parse(site.get("/robots.txt", "*/*").text.splitlines())
    assert robots.site_maps() == ["http://localhost/sitemap.xml"]
    assert all(robots.can_fetch("any", thing.href) for thing in things.things.values())
    assert robots.can_fetch("any", "/download/cpgraph.nq")
    assert not robots.can_fetch("any", "/sparql?query=ASK{}")


def test_home_is_signposted(site: Site) -> None:
    home = site.get("/")
    assert relation(home, "cite-as") == [WHOLE]
    assert len(relation(home, "item")) > 5
    for target, given in links(home):
        if given["rel"] in ("item", "describedby"):
            answer = site.get(target, "*/*")
            assert answer.status == 200
            assert answer.headers["content-type"].startswith(given["type"])
        if given["rel"] == "item":
            assert relation(answer, "collection") == ["/"]
    assert relation(home, "license") == ["https://creativecommons.org/publicdomain/zero/1.0/"]
    assert "https://schema.org/AboutPage" in relation(home, "type")


def test_documents_are_signposted(site: Site, sample: list[Any]) -> None:
    for thing in sample:
        if thing.iri == f"{BASE}problems":
            continue
        page = site.get(thing.href.partition("#")[0])
        assert relation(page, "cite-as") == [thing.iri]
        assert relation(page, "license")
        assert relation(page, "type")
        described = [(target, given) for target, given in links(page) if given["rel"] == "describedby"]
        assert len(described) == len(RDF_TYPES)
        for target, given in described:
            data = site.get(target, "*/*")
            assert data.headers["content-type"].startswith(given["type"])
            assert relation(data, "describes") == [thing.iri]
            assert thing.href.partition("#")[0] in relation(data, "alternate")


def _datasets(found: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield from (node for node in found.get("@graph", [found]) if node["@type"] == "Dataset")


def test_pages_carry_schema_org(site: Site, built: Path, things: Index) -> None:
    assert document(site.get("/")) == json.loads((built / "schema-org.jsonld").read_text())
    dataset = document(site.get("/dataset/cpgraph.html"))
    assert [node["@id"] for node in _datasets(dataset)] == [WHOLE]
    for report in things.by_kind["reports"]:
        (node,) = _datasets(document(site.get(report.href)))
        assert node["isBasedOn"][0]["@id"] == report.iri
    for thing in things.by_kind["tables"]:
        (node,) = _datasets(document(site.get(thing.href)))
        assert (node["@id"], node["version"]) == (thing.iri, cpgraph.__version__)
        assert node["isPartOf"]["@id"].startswith(f"{BASE}dataset/")
        for item in node["distribution"]:
            answer = site.get(f"/{item['contentUrl'].removeprefix(BASE)}", "*/*")
            assert answer.headers["content-type"].startswith(item["encodingFormat"])


def test_schema_org_cannot_end_its_element() -> None:
    from cpgraph.web.linked.discovery import Catalog

    hostile = {"@id": "x", "@type": "Dataset", "name": "</script><b>&amp;"}
    text = Catalog({"x": hostile}).home()
    assert "<" not in text
    assert json.loads(text)["@graph"] == [hostile]


def test_one_version_and_one_citation(site: Site, graph: Graph) -> None:
    cited = yaml.safe_load((REPO / "CITATION.cff").read_text())
    assert cited["version"] == cpgraph.__version__
    home = parse(site.get("/").text)[0].text
    ((citation,),) = (
        [(term.value,) for term in row]
        for row in graph.store.query(  # type: ignore[union-attr]
            f"{PREFIXED}SELECT ?c {{ GRAPH ?g {{ <{WHOLE}> dcterms:bibliographicCitation ?c }} }}"
        )
    )
    assert citation[0] in home
    assert f"version {cpgraph.__version__}" in citation[0]
    assert cited["title"] in citation[0]
    info = json.loads(site.get("/healthz", "*/*").text)
    assert info["data"].removeprefix("sha256:") in home


def test_csvw_describes_the_files(site: Site) -> None:
    described = json.loads(site.get("/download/csvw.json", "*/*").text)
    assert described["tables"]
    for table in described["tables"]:
        name = table["url"].rpartition("/")[2]
        (heads, *_) = csv.reader(io.StringIO(site.get(f"/download/{name}", "*/*").text))
        assert heads == [c["name"] for c in table["tableSchema"]["columns"] if not c.get("virtual")]
