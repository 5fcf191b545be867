"""The whole site: every name under the base answers, and every link leads somewhere."""

from __future__ import annotations

from collections import defaultdict
from urllib.parse import quote

import pyoxigraph as ox

from cpgraph.store import Graph, evaluate
from cpgraph.vocab import BASE, CPG, DCTERMS, RDF
from cpgraph.web.linked.index import Thing
from cpgraph.web.pages import registry, rows

from .asking import Site
from .crawling import Crawl


def names(graph: Graph) -> list[str]:
    """Every IRI under the base that is a subject, an object or a graph, without its fragment."""
    seen: set[str] = set()
    for quad in graph.store.quads_for_pattern(None, None, None, None):
        for term in (quad.subject, quad.object, quad.graph_name):
            if isinstance(term, ox.NamedNode) and term.value.startswith(BASE):
                seen.add(term.value.partition("#")[0])
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


def test_every_name_under_the_base_answers(site: Site, graph: Graph, crawl: Crawl) -> None:
    """A thing answers 303 with its document, which is a page of the site; what is itself a document answers 200.

    What was withdrawn and has no successor is gone.
    """
    asked = ["/" + name.removeprefix(BASE) for name in names(graph)]
    assert len(asked) > 5000
    answers = site.all(asked)
    wrong = {path: answer.status for path, answer in answers.items() if answer.status not in (200, 303)}
    assert wrong == {"/" + name.removeprefix(BASE): 410 for name in gone(graph)}
    led = [answer.headers["location"] for answer in answers.values() if answer.status == 303]
    assert len(led) > 0.9 * len(asked)
    unlinked = {target.partition("#")[0] for target in led} - set(crawl.pages)
    missing = {path: a.status for path, a in site.all(sorted(unlinked)).items() if a.status != 200}
    assert not missing


def test_what_is_described_within_another_document_has_its_place_there(
    site: Site, graph: Graph, crawl: Crawl
) -> None:
    asked = ["/" + name.removeprefix(BASE) for name in names(graph)]
    lost = {}
    for path, answer in site.all(asked[::7]).items():
        page, _, place = answer.headers.get("location", "").partition("#")
        if place and page in crawl.pages and place not in crawl.pages[page]:
            lost[path] = place
    assert not lost


def test_no_link_to_a_page_is_dead(crawl: Crawl) -> None:
    assert len(crawl.pages) > 3000
    assert not crawl.dead


def test_pages_are_as_pages_must_be(crawl: Crawl) -> None:
    assert not crawl.faults


def test_no_link_to_anything_else_is_dead(site: Site, crawl: Crawl) -> None:
    """Every file and call is asked for as a browser would; of the many alike, a sample."""
    alike: dict[str, list[str]] = defaultdict(list)
    for target in sorted(crawl.others):
        path, _, query = target.partition("?")
        alike[path if query else path.rpartition(".")[2]].append(target)
    asked = [target for targets in alike.values() for target in targets[:: max(1, len(targets) // 20)]]
    answers = site.all(asked, accept="text/html, */*;q=0.1")
    led = {a.headers["location"].partition("#")[0] for a in answers.values() if a.status == 303}
    wrong = {
        (target, crawl.others[target]): answer.status
        for target, answer in answers.items()
        if answer.status not in (200, 303)
    }
    assert not wrong
    assert led <= set(crawl.pages)


def test_the_query_of_a_page_gives_what_the_page_is_made_of(
    site: Site, graph: Graph, sample: list[Thing]
) -> None:
    """It stands alone in the editor, and is answered there as quickly as for the page."""
    for thing in sample:
        page = registry.page(thing)
        if not page.query:
            continue
        job = page.job(thing.iri)
        used = rows.standalone(page.query, thing.iri)
        answer = site.get(f"/sparql?query={quote(used)}", accept="application/sparql-results+json")
        assert answer.status == 200, (thing.iri, answer.text)
        assert _plain(answer.body) == _plain(evaluate(graph, job).body), thing.iri


def _plain(body: bytes) -> set[frozenset[tuple[str, str]]]:
    """Give the rows without the thing itself and without the labels of blank nodes, which differ by store."""
    return {
        frozenset((name, "" if term.type == "bnode" else str(term)) for name, term in row if name != "this")
        for row in rows.table(body)
    }
