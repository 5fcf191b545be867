"""The documents of a thing: every format holds the same triples, and those are what the store says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pytest

from cpgraph import vocab
from cpgraph.store import Graph
from cpgraph.vocab import BASE
from cpgraph.web.pages.things import Index, Thing

from .asking import RDF, TYPES, Site

OWNING = {
    vocab.PREFIXES[prefix] + name
    for prefix, name in (
        *(("oa", "hasTarget"), ("oa", "hasSelector"), ("spdx", "checksum"), ("qb", "component")),
        *(
            ("sh", "declare"),
            ("dcat", "distribution"),
            ("void", "classPartition"),
            ("void", "propertyPartition"),
        ),
    )
}
"""By these properties a thing leads to what is described only in its document."""
WHOLE = {
    "datasets": f"{BASE}graph/catalog",
    "ns": f"{BASE}graph/ontology",
    "shapes": f"{BASE}graph/shapes",
    "house": f"{BASE}graph/house",
}
"""The graph that is the document of a kind of thing, or of a thing."""


def said(store: ox.Store, thing: Thing) -> set[ox.Triple]:
    """What a store says of a thing: of it, of what is named after it and described with it, and towards it."""

    def triples(*pattern: str) -> Iterator[ox.Triple]:
        subject, target, graph = (ox.NamedNode(term) if term else None for term in (*pattern, "", "")[:3])
        return (quad.triple for quad in store.quads_for_pattern(subject, None, target, graph))

    def owned(subject: str) -> set[str]:
        found = (t.object for t in triples(subject) if t.predicate.value in OWNING)
        return {part.value for part in found if isinstance(part, ox.NamedNode)}

    local = thing.iri.removeprefix(BASE)
    graph = thing.iri if thing.kind.id == "graphs" else WHOLE.get(thing.kind.id) or WHOLE.get(local)
    if graph is not None:
        return set(triples("", "", graph))
    parts = owned(thing.iri)
    parts = {part for part in parts.union(*map(owned, parts)) if part.startswith(thing.iri)}
    return {*triples(thing.iri), *triples("", thing.iri), *(t for part in parts for t in triples(part))}


def canonical(triples: Iterable[ox.Triple]) -> set[str]:
    """Triples as text; blank nodes have other labels in every file, and are called by what is said of them."""
    held = ox.Dataset(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    held.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    return {str(quad) for quad in held}


def test_a_thing_leads_to_documents_which_all_hold_what_the_store_says(
    site: Site, graph: Graph, sample: list[Thing]
) -> None:
    """By 303, to the suffix of what is asked for; each says what it describes, its page, and how to cite."""
    for thing in sample:
        path, stem = "/" + thing.iri.removeprefix(BASE), thing.href.partition("#")[0].removesuffix(".html")
        if path in ("/problems", "/sparql") or not path.endswith(stem):
            continue  # a page of words; the endpoint; an earlier release, which has a file
        is_graph = thing.kind.id == "graphs"  # the row view has its document, and is no part of others
        expected = canonical(said(graph.store if is_graph else graph.default or graph.store, thing))
        is_whole = path in ("/ns", "/shapes", "/house")
        for suffix, media in TYPES.items():
            led = site.get(path, media)
            assert led.status == (200 if is_whole else 303), (path, suffix)
            answer = site.get(f"{stem}.{suffix}", "image/png")  # the suffix wins over Accept
            assert led.body == answer.body if is_whole else led.headers["location"] == f"{stem}.{suffix}"
            assert answer.headers["content-type"].partition(";")[0] == media
            assert answer.headers["vary"].startswith("Accept")
            if suffix == "html":
                assert answer.related("cite-as") == [thing.iri]
                assert answer.related("license")
                assert answer.related("type")
                described = {given["type"] for _, given in answer.links if given["rel"] == "describedby"}
                assert described == set(RDF.values())
                continue
            assert answer.related("describes") == [thing.iri]
            assert f"{stem}.html" in answer.related("alternate")
            held = answer.triples
            assert len(held) == len(set(map(str, held))), f"{stem}.{suffix}: a triple twice"
            assert canonical(held) == expected != set(), f"{stem}.{suffix}"


def test_documents_name_their_prefixes(site: Site, things: Index) -> None:
    """A reader meets short names; only prefixes that are used are declared."""
    text = site.get(things.by_kind["observations"][0].href.replace(".html", ".ttl"), "*/*").text
    declared = {line.split()[1].rstrip(":") for line in text.splitlines() if line.startswith("@prefix")}
    assert {"cpg", "qb"} <= declared
    body = "\n".join(line for line in text.splitlines() if not line.startswith("@prefix"))
    unused = {name for name in declared if f"{name}:" not in body}
    assert unused <= {"rdf", "xsd"}  # whose uses have short forms, such as `a`
    assert f"<{vocab.PREFIXES['qb']}" not in body


@pytest.mark.parametrize("kind", ["mentions", "cubes", "shapes"])
def test_what_is_described_with_a_thing_is_in_its_document(site: Site, things: Index, kind: str) -> None:
    thing = things.by_kind[kind][0]
    stem = thing.href.partition("#")[0].removesuffix(".html")
    held = site.get(f"{stem}.nt", "*/*").triples
    about = {str(t.subject) for t in held if isinstance(t.subject, ox.NamedNode)}
    assert f"<{thing.iri}>" in about
    assert kind != "mentions" or any(name.startswith(f"<{thing.iri}.") for name in about)
