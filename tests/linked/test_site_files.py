"""The site as files: a plain file server will do for every link, and all forms of a document hold the same triples."""

from __future__ import annotations

import json
import threading
from collections import defaultdict
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

import httpx
import pyoxigraph as ox
import pytest

from commands import run
from conftest import REPO

from .reading import parse

HERE = "https://data.example.org/cpgraph"
SECRET = "A sentence of the text of the report that nothing may hold."
pytestmark = pytest.mark.slow


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def folder(harbor: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a small report that has one thing of every kind, made where a text of the report is known."""
    place = tmp_path_factory.mktemp("files")
    (place / "text").mkdir()
    (place / "text" / "report.txt").write_text(SECRET, encoding="utf-8")
    graph, questions = harbor / "dist" / "cpgraph.nq", REPO / "queries" / "answers"
    known = {"CPGRAPH_GRAPH": graph, "CPGRAPH_QUERIES": questions, "CPGRAPH_SOURCE": place / "text"}
    made = run("site", place / "site", "--url", HERE, **known)
    assert made.code == 0, made.err
    assert not [path for path in place.iterdir() if path.name.startswith(".writing")]
    again = run("site", place / "site", **known)
    assert (again.code, "not empty" in again.err) == (1, True)
    return place / "site"


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder.parent))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/site/"  # a folder of a host
    server.shutdown()
    server.server_close()


def test_no_link_is_dead(served: str) -> None:
    seen: dict[str, frozenset[str]] = {}
    wanted: dict[tuple[str, str], str] = {(served, ""): ""}
    faults: dict[str, list[str]] = defaultdict(list)
    todo = [served]
    with httpx.Client(follow_redirects=True) as client:
        while todo:
            url = todo.pop()
            if url in seen:
                continue
            got = client.get(url)
            is_page = got.headers["content-type"] == "text/html"
            tree, wrong = parse(got.text) if is_page else (parse("")[0], [])
            if url.endswith("/search/"):
                wrong = [fault for fault in wrong if not fault.startswith("a script")]
            if got.status_code != 200 or wrong:
                faults[url] += [str(got.status_code), *wrong]
            every = [element.attributes for element in tree.within]
            seen[url] = frozenset(found["id"] for found in every if "id" in found)
            for link in {
                found[name] for found in every for name in ("href", "src", "action") if name in found
            }:
                goal, _, fragment = urljoin(str(got.url), link).partition("#")
                if goal.startswith("http://127.0.0.1"):
                    assert goal.startswith(served), (url, link)
                    assert not urlsplit(goal).query, (url, link)
                    wanted.setdefault((goal, unquote(fragment)), url)
                    todo.append(goal)
    assert not faults
    assert len(seen) > 300
    assert not {one: by for one, by in wanted.items() if one[1] and one[1] not in seen[one[0]]}


def test_every_form_of_a_document_has_the_same_triples_and_every_page_has_them(folder: Path) -> None:
    def triples(path: Path, suffix: str) -> set[str]:
        found = ox.Dataset(
            ox.Quad(*q.triple) for q in ox.parse(path=path, format=ox.RdfFormat.from_extension(suffix))
        )
        found.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
        return {str(quad) for quad in found}

    held = 0
    for path in folder.rglob("*.ttl"):
        if path.with_suffix(".nt").is_file():
            first = triples(path, "ttl")
            assert first, path
            for suffix in ("jsonld", "nt", "rdf"):
                assert triples(path.with_suffix(f".{suffix}"), suffix) == first, path
            assert path.with_suffix(".html").is_file() or (path.with_suffix("") / "index.html").is_file()
            held += 1
    assert held > 300


def test_what_is_written_and_what_is_not(folder: Path, harbor: Path) -> None:
    for path in (
        ".nojekyll",
        ".well-known/void",
        "robots.txt",
        "static/search.js",
        "download/SHA256SUMS",
        "ns.ttl",
    ):
        assert (folder / path).is_file(), path
    assert (folder / "download" / "cpgraph.nq").read_bytes() == (harbor / "dist" / "cpgraph.nq").read_bytes()
    assert f"<loc>{HERE}/browse</loc>" in (folder / "sitemap" / "1.xml").read_text()
    assert not [path for path in folder.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    for page in ("sparql", "queries", "queries/anomalies"):
        assert "start the service" in (folder / page / "index.html").read_text(), page
    scripts = {path for path in folder.rglob("*.html") if "<script src" in path.read_text()}
    assert scripts == {folder / "search" / "index.html"}
    found = json.loads((folder / "search" / "index.json").read_text())
    assert len(found) > 300
    assert all((folder / unquote(href.partition("#")[0])).is_file() for href, *_ in found)


def test_names_of_parts_and_of_earlier_releases_have_a_file(folder: Path) -> None:
    """A page moves on, or says that the thing is gone; a form is that of what came after."""
    groups, mentions = (folder / "report" / "harbor-2022" / kind for kind in ("population", "mention"))
    assert (
        'url=../../../report/harbor-2022/population/permit-2021.html"'
        in (groups / "permit-2021_all.html").read_text()
    )
    for suffix in ("ttl", "jsonld", "nt", "rdf"):
        moved, new = groups / f"permit-2021_all.{suffix}", groups / f"permit-2021.{suffix}"
        assert moved.read_bytes() == new.read_bytes()
        assert not (groups / f"permit-2021_some.{suffix}").exists()
    assert "Nobody said who they were." in (groups / "permit-2021_some.html").read_text()
    quote = next(mentions.glob("*.quote.html"))
    whole = quote.name.replace(".quote", "")
    assert f'url=../../../report/harbor-2022/mention/{whole}#quote"' in quote.read_text()
