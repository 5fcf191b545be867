"""What machines look for: statistics, catalog, examples, site map, links in headers; all agree with the store."""

from __future__ import annotations

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

import cpgraph
from conftest import REPO
from cpgraph import queries, vocab
from cpgraph.store import Graph
from cpgraph.vocab import BASE
from cpgraph.web.pages import documents
from cpgraph.web.pages.things import Index

from .asking import RDF, Answer, Site, pairs, rows
from .reading import parse

WHOLE = f"{BASE}dataset/cpgraph"
TURTLE = "text/turtle"
WELL_KNOWN = {"/.well-known/void": "catalog", "/.well-known/sparql-examples/": "examples"}


def datasets(answer: Answer) -> Iterator[dict[str, Any]]:
    """The datasets in the JSON-LD of a page."""
    document = json_ld(answer)
    yield from (node for node in document.get("@graph", [document]) if node["@type"] == "Dataset")


def json_ld(answer: Answer) -> dict[str, Any]:
    tree, faults = parse(answer.text)
    assert not faults
    (script,) = tree.all("script", type="application/ld+json")
    loaded: dict[str, Any] = json.loads("".join(script.parts))
    return loaded


@pytest.mark.parametrize("path", WELL_KNOWN)
def test_well_known_addresses_negotiate_what_the_store_has(site: Site, graph: Graph, path: str) -> None:
    """That the counts in it are those of the store is held where the catalog is made."""
    name = ox.NamedNode(f"{BASE}graph/{WELL_KNOWN[path]}")
    held = {str(quad.triple) for quad in graph.store.quads_for_pattern(None, None, None, name)}
    assert len(held) > 500
    for kind in RDF.values():
        assert set(map(str, site.get(path, kind).triples)) == held
    assert site.get(path, "*/*").headers["content-type"].startswith(TURTLE)
    assert site.get(path, "text/html").headers["content-type"].startswith("text/html")
    assert site.get(path, "image/png").status == 406
    head = site.get(path, TURTLE, "HEAD")
    assert (head.status, head.body) == (200, b"")
    assert site.get(path, TURTLE, if_none_match=head.headers["etag"]).status == 304


def test_service_description_counts_what_is_served(site: Site, graph: Graph) -> None:
    answer = site.get("/sparql", TURTLE)
    told = answer.store
    held = {
        name.value: str(sum(1 for _ in graph.store.quads_for_pattern(None, None, None, name)))
        for name in graph.store.named_graphs()
    }
    assert pairs(told, "SELECT ?name ?n { ?e sd:name ?name ; sd:graph/void:triples ?n }") == held
    ((whole,),) = rows(told, "SELECT ?n { ?s sd:defaultGraph/void:triples ?n }")
    assert graph.default is not None  # which leaves the row view out
    everything = graph.default.quads_for_pattern(None, None, None, None)
    assert int(whole) == len({str(quad.triple) for quad in everything})
    endpoint = "SELECT ?e { ?s sd:endpoint ?e ; sd:supportedLanguage sd:SPARQL11Query }"
    assert rows(told, endpoint) == [("http://localhost/sparql",)]
    assert {"/.well-known/void", "/.well-known/sparql-examples/"} <= {target for target, _ in answer.links}


def test_every_file_of_the_build_can_be_had_and_is_listed_as_it_is(site: Site, built: Path) -> None:
    tree, faults = parse(site.get("/download/").text)
    assert not faults
    begin = [link.attributes["href"] for entry in tree.all("dd") for link in entry.all("a")]
    begin = [href for href in begin if href.startswith("/download/")]
    assert {Path(href).suffix for href in begin} >= {".xlsx", ".parquet", ".csv", ".nq"}
    assert all(site.get(href, "*/*").status == 200 for href in begin)
    lines = [[cell.text for cell in line.children] for line in tree.all("tbody")[0].all("tr")]
    listed = {name: told for name, *told in lines}
    assert set(listed) == {path.name for path in built.iterdir()}
    kinds = pairs(
        site.get("/dcat.ttl").store, "SELECT ?url ?type { ?d dcat:downloadURL ?url ; dcat:mediaType ?type }"
    )
    assert len(kinds) > 5
    for name, (_, size, digest) in listed.items():
        answer, content = site.get(f"/download/{name}", "*/*"), (built / name).read_bytes()
        assert answer.body == content
        kind = answer.headers["content-type"].partition(";")[0]
        assert kinds.get(f"{BASE}download/{name}", kind).endswith(kind)
        if name != "SHA256SUMS":
            assert (size, digest) == (f"{len(content):,}", sha256(content).hexdigest())
            assert f"{digest}  {name}\n" in (built / "SHA256SUMS").read_text()
    releases = sorted((REPO / "ontology" / "releases").iterdir())
    assert releases
    for path in releases:
        name, _, version = path.stem.partition("-")
        for asked, led in ((version, f"/download/{path.name}"), (cpgraph.__version__, f"/{name}.ttl")):
            answer = site.get(f"/{name}/{asked}", TURTLE)
            assert (answer.status, answer.headers["location"]) == (303, led)
        assert site.get(f"/{name}/none", TURTLE).status == 404
    stray = built / "stray.txt"
    stray.write_text("not listed")
    try:
        for wrong in ("none.csv", "stray.txt", "..%2FREADME.md", ".hidden", "x/../cpgraph.nq%00"):
            assert site.get(f"/download/{wrong}", "*/*").status == 404, wrong
    finally:
        stray.unlink()


def test_prefixes_and_examples_are_the_projects(site: Site) -> None:
    assert site.get("/prefixes.ttl").triples
    files = queries.load(REPO / "queries" / "answers")
    found = rows(
        site.get("/.well-known/sparql-examples/", TURTLE).store,
        "SELECT ?q (COUNT(?x) AS ?n) { ?q a sh:SPARQLExecutable ; sh:select|sh:construct|sh:ask ?x } GROUP BY ?q",
    )
    assert {(iri.rpartition("/")[2], n) for iri, n in found} == {(name, "1") for name in files}
    one = next(iter(files))
    answer = site.get(f"/.well-known/sparql-examples/{one}.ttl", TURTLE)
    assert (f"{BASE}query/{one}",) in rows(answer.store, "SELECT ?s { ?s sh:select ?q }")
    assert site.get(f"/.well-known/sparql-examples/{one}").headers["location"] == f"/query/{one}.html"
    assert site.get("/.well-known/sparql-examples/none").status == 404


def test_language_models_are_told_of_every_question_by_links_that_work(site: Site) -> None:
    answer = site.get("/llms.txt", "*/*")
    assert answer.headers["content-type"] == "text/markdown; charset=utf-8"
    title, _, quote, *_ = answer.text.splitlines()
    assert (title, quote[:2]) == ("# cpgraph", "> ")
    links = re.findall(r"\]\(http://localhost(/[^)]*)\)", answer.text)
    known = queries.load(REPO / "queries" / "answers")
    assert {f"/queries/{name}" for name in known} < set(links)
    others = [link for link in links if not link.startswith("/queries/")]
    assert [site.get(link, "*/*").status for link in others] == [200] * len(others)
    assert "(year, universe): How many" in answer.text


def test_the_site_map_and_robots_name_every_page(site: Site, things: Index) -> None:
    def locations(path: str) -> list[str]:
        root = ET.fromstring(site.get(path, "*/*").text)
        found = root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")
        return [(item.text or "").removeprefix("http://localhost") for item in found]

    assert locations("/sitemap.xml") == ["/sitemap/1.xml"]
    assert site.get("/sitemap/2.xml").status == 404
    named = locations("/sitemap/1.xml")
    assert len(named) == len(set(named))
    assert set(named) >= {thing.href.partition("#")[0] for thing in things.things.values()}
    assert {a.status for a in site.all(named[::37]).values()} == {200}
    robots = RobotFileParser()
    robots.parse(site.get("/robots.txt", "*/*").text.splitlines())
    assert robots.site_maps() == ["http://localhost/sitemap.xml"]
    assert all(robots.can_fetch("any", path) for path in (*named, "/download/cpgraph.nq"))
    assert not robots.can_fetch("any", "/sparql?query=ASK{}")


def test_home_is_signposted(site: Site) -> None:
    home = site.get("/")
    assert home.related("cite-as") == [WHOLE]
    assert len(home.related("item")) > 5
    for target, given in home.links:
        if given["rel"] in ("item", "describedby"):
            answer = site.get(target, "*/*")
            assert answer.status == 200
            assert answer.headers["content-type"].startswith(given["type"])
            assert given["rel"] != "item" or answer.related("collection") == ["/"]
    assert home.related("license") == [vocab.LICENSE]
    assert "https://schema.org/AboutPage" in home.related("type")
    assert json.loads(site.get("/healthz", "*/*").text)["data"].removeprefix("sha256:") in home.text


def test_pages_carry_schema_org(site: Site, built: Path, things: Index) -> None:
    assert json_ld(site.get("/")) == json.loads((built / "schema-org.jsonld").read_text())
    assert [node["@id"] for node in datasets(site.get("/dataset/cpgraph.html"))] == [WHOLE]
    for report in things.by_kind["reports"]:
        (node,) = datasets(site.get(report.href))
        assert node["isBasedOn"][0]["@id"] == report.iri
    for thing in things.by_kind["tables"]:
        (node,) = datasets(site.get(thing.href))
        assert (node["@id"], node["version"]) == (thing.iri, cpgraph.__version__)
        assert node["isPartOf"]["@id"].startswith(f"{BASE}dataset/")
        for item in node["distribution"]:
            answer = site.get(f"/{item['contentUrl'].removeprefix(BASE)}", "*/*")
            assert answer.headers["content-type"].startswith(item["encodingFormat"])
    hostile = {"@id": "x", "@type": "Dataset", "name": "</script><b>&amp;"}
    macros = site.service.app.state.service.templates.environment.get_template("macros.html").module
    text = str(macros.schema_org([hostile])).partition(">")[2].rpartition("</script>")[0]
    assert "<" not in text
    assert json.loads(text)["@graph"] == [hostile]


def test_the_documents_are_pages_and_lead_to_each_other(site: Site, tmp_path: Path, monkeypatch: Any) -> None:
    held = sorted(path.stem for path in (REPO / "docs").glob("*.md"))
    listed = site.get("/docs").tree.all("main")[0]
    links_shown = [link.attributes["href"] for link in listed.all("a")]
    assert links_shown[-len(held) :] == [f"/docs/{name}" for name in held]
    shown = site.get("/docs/running").tree
    assert {"settings"} <= {
        heading.attributes["id"] for heading in shown.all("h2") if "id" in heading.attributes
    }
    assert "/docs/protocol" in {link.attributes["href"] for link in shown.all("a")}
    assert site.get("/docs/none").status == site.get("/docs/..%2FREADME").status == 404
    (tmp_path / "docs").mkdir()
    text = "# A <i>b</i>\n\nA <i>b</i> [on](running.md#settings) [off](x.yaml) `running.md` <script>no</script>\n"
    (tmp_path / "docs" / "sample.md").write_text(text)
    (tmp_path / "docs" / "running.md").write_text("# Running\n")
    monkeypatch.setenv("CPGRAPH_HOME", str(tmp_path))
    html = documents.page("sample")["html"]
    assert documents.page("sample")["title"] == "A <i>b</i>"
    assert "A <i>b</i>" not in html
    assert "<script>" not in html
    assert "<i>" not in html
    assert html.count('<a href="/docs/running') == 2
    assert '<a href="/docs/running#settings">on</a> off' in html
