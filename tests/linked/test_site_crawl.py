"""The whole site: every name under the base answers, and every link leads somewhere."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from urllib.parse import quote, unquote, urljoin, urlsplit

import pyoxigraph as ox
import pytest

from cpgraph.store import Graph, evaluate
from cpgraph.vocab import BASE, CPG, DCTERMS, RDF
from cpgraph.web.pages import page as pages
from cpgraph.web.pages.things import Index, Thing
from cpgraph.web.pages.views import PAGES

from .asking import Answer, Site
from .reading import parse

DOCUMENTS = ("", "ns", "shapes", "house", "problems", "browse", "search", "quality", "api", "docs")


@dataclass
class Crawl:
    """What a walk found: pages by path with their ids, what was wrong, and links to what is no page."""

    pages: dict[str, frozenset[str]] = field(default_factory=dict)
    faults: dict[str, list[str]] = field(default_factory=dict)
    wanted: dict[tuple[str, str], str] = field(default_factory=dict)
    """Path and fragment of each link to a page, with a page that has the link."""
    others: dict[str, str] = field(default_factory=dict)

    def read(self, site: Site, paths: Collection[str]) -> None:
        """Read pages and note where they lead; the pages themselves are not kept."""
        for path, answer in site.all(sorted(paths)).items():
            self._take(path, answer)

    def _take(self, path: str, answer: Answer) -> None:
        kind = answer.headers.get("content-type", "")
        tree, faults = parse(answer.text) if kind.startswith("text/html") else parse("")
        every = [element.attributes for element in tree.within]
        self.pages[path] = frozenset(found["id"] for found in every if "id" in found)
        if answer.status != 200 or faults:
            self.faults[path] = [f"{answer.status} {kind}", *faults]
        for link in {found[name] for found in every for name in ("href", "src", "action") if name in found}:
            parts = urlsplit(urljoin(path, link))
            if parts.scheme or parts.netloc:
                continue
            is_page = parts.path.endswith(".html") or parts.path.strip("/").partition("/")[0] in DOCUMENTS
            if parts.query.startswith("sort="):  # the same page in another order
                continue
            if parts.query or not is_page:
                self.others.setdefault(f"{parts.path}?{parts.query}" if parts.query else parts.path, path)
            else:
                self.wanted.setdefault((parts.path, unquote(parts.fragment)), path)

    @property
    def dead(self) -> dict[tuple[str, str], str]:
        """The links to a place that their page does not have."""
        return {
            (path, place): source
            for (path, place), source in self.wanted.items()
            if place and path in self.pages and place not in self.pages[path]
        }


@pytest.fixture(scope="module")
def crawl(site: Site) -> Crawl:
    """The whole site, from its home page on."""
    found, waiting = Crawl(), {"/"}
    while waiting:
        found.read(site, waiting)
        waiting = {path for path, _ in found.wanted} - set(found.pages)
    return found


@pytest.fixture(scope="module")
def names(graph: Graph) -> list[str]:
    """The path of every IRI under the base that is a subject, an object or a graph, without its fragment."""
    seen: set[str] = set()
    for quad in graph.store.quads_for_pattern(None, None, None, None):
        for term in (quad.subject, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                seen.add("/" + term.value.partition("#")[0].removeprefix(BASE))
    return sorted(seen)


def gone(graph: Graph) -> set[str]:
    """What was withdrawn and has no successor."""
    nodes = {quad.subject for quad in graph.store.quads_for_pattern(None, RDF.type, CPG.Withdrawn, None)}
    left = {
        node
        for node in nodes
        if not any(graph.store.quads_for_pattern(node, DCTERMS.isReplacedBy, None, None))
    }
    return {node.value for node in left if isinstance(node, ox.NamedNode)}


def test_pages_of_every_kind_lead_to_pages(site: Site, things: Index, sample: list[Thing]) -> None:
    """What the walk below holds of all pages, of a sample: a link names a thing that there is, and a place on it."""
    found = Crawl()
    known = {thing.href.partition("#")[0] for thing in things.things.values()}
    found.read(site, {"/", "/browse", "/quality", "/api", *(t.href.partition("#")[0] for t in sample)})
    assert not found.faults
    assert not found.dead
    known |= {f"/browse/{kind}" for kind in things.by_kind} | {
        "/search",
        "/quality",
        "/api",
        "/browse",
        "/",
        "/docs",
    }
    assert not {path: source for (path, _), source in found.wanted.items() if path not in known}


@pytest.mark.slow
def test_every_name_under_the_base_answers(site: Site, graph: Graph, names: list[str], crawl: Crawl) -> None:
    """A thing answers 303 with its document, which is a page of the site; what is itself a document answers 200."""
    assert len(names) > 5000
    answers = site.all(names)
    wrong = {path: answer.status for path, answer in answers.items() if answer.status not in (200, 303)}
    assert wrong == {"/" + name.removeprefix(BASE): 410 for name in gone(graph) if "#" not in name}
    led = [answer.headers["location"].partition("#") for answer in answers.values() if answer.status == 303]
    assert len(led) > 0.9 * len(names)
    unlinked = site.all(sorted({page for page, _, _ in led} - set(crawl.pages)))
    assert not {path: answer.status for path, answer in unlinked.items() if answer.status != 200}
    # what is described within another document has its place there
    assert not [(page, at) for page, _, at in led if at and at not in crawl.pages.get(page, {at})]


@pytest.mark.slow
def test_pages_are_as_pages_must_be_and_no_link_to_one_is_dead(crawl: Crawl) -> None:
    assert len(crawl.pages) > 3000
    assert not crawl.faults
    assert not crawl.dead


@pytest.mark.slow
def test_no_link_to_anything_else_is_dead(site: Site, crawl: Crawl) -> None:
    """Every file and call is asked for as a browser would; of the many alike, a sample."""
    alike: dict[str, list[str]] = defaultdict(list)
    for target in sorted(crawl.others):
        path, _, query = target.partition("?")
        alike[path if query else path.rpartition(".")[2]].append(target)
    asked = [target for targets in alike.values() for target in targets[:: max(1, len(targets) // 20)]]
    answers = site.all(asked, accept="text/html, */*;q=0.1")
    assert not {(t, crawl.others[t]): a.status for t, a in answers.items() if a.status not in (200, 303)}
    led = {a.headers["location"].partition("#")[0] for a in answers.values() if a.status == 303}
    assert led <= set(crawl.pages)


def test_the_query_of_a_page_gives_what_the_page_is_made_of(
    site: Site, graph: Graph, sample: list[Thing]
) -> None:
    """It stands alone in the editor, and is answered there as quickly as for the page."""

    def plain(body: bytes) -> set[frozenset[tuple[str, str]]]:
        """The rows without the thing itself and without the labels of blank nodes, which differ by store."""
        return {
            frozenset((n, "" if t.type == "bnode" else str(t)) for n, t in row if n != "this")
            for row in pages.table(body)
        }

    for thing in sample:
        page = PAGES[thing.view]
        if page.query:
            used = quote(pages.standalone(page.query, thing.iri))
            answer = site.get(f"/sparql?query={used}", accept="application/sparql-results+json")
            assert answer.status == 200, (thing.iri, answer.text)
            assert plain(answer.body) == plain(evaluate(graph, page.job(thing.iri)).body), thing.iri
