"""The documents of a thing: every format holds the same triples, and those are what the store says of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pytest

from cpgraph import vocab
from cpgraph.store import Graph
from cpgraph.vocab import BASE
from cpgraph.web.pages.index import Index, Thing

from .asking import Site

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
# by these properties a thing leads to what is described only in its document
OWNING = [
    ox.NamedNode(vocab.PREFIXES[prefix] + name)
    for prefix, name in (
        ("oa", "hasTarget"),
        ("oa", "hasSelector"),
        ("spdx", "checksum"),
        ("qb", "component"),
        ("sh", "declare"),
        ("dcat", "distribution"),
        ("void", "classPartition"),
        ("void", "propertyPartition"),
    )
]
WHOLE = {"datasets": f"{BASE}graph/catalog", "ns": f"{BASE}graph/ontology", "shapes": f"{BASE}graph/shapes"}
"""The graph that is the document of a kind of thing, or of a thing."""


def triples(store: ox.Store, **given: ox.NamedNode) -> Iterator[ox.Triple]:
    wanted = (given.get("subject"), None, given.get("object"), given.get("graph"))
    return (quad.triple for quad in store.quads_for_pattern(*wanted))


def said(store: ox.Store, thing: Thing) -> set[ox.Triple]:
    """What a store says of a thing: of it, of what is named after it and described with it, and towards it."""
    local = thing.iri.removeprefix(BASE)
    graph = thing.iri if thing.kind.id == "graphs" else WHOLE.get(thing.kind.id) or WHOLE.get(local)
    if graph is not None:
        return set(triples(store, graph=ox.NamedNode(graph)))
    node = ox.NamedNode(thing.iri)
    held = {*triples(store, subject=node), *triples(store, object=node)}
    owned = {
        triple.object
        for triple in triples(store, subject=node)
        if triple.predicate in OWNING and isinstance(triple.object, ox.NamedNode)
    }
    owned |= {
        inner.object
        for target in owned
        for inner in triples(store, subject=target)
        if inner.predicate == OWNING[1] and isinstance(inner.object, ox.NamedNode)
    }
    for part in owned:
        if part.value.startswith(thing.iri):
            held |= set(triples(store, subject=part))
    return held


def comparable(found: Iterable[ox.Triple]) -> Counter[str]:
    """Triples as text; blank nodes have other labels in every file, and are told apart by what is said of them."""
    held = list(found)
    about: dict[ox.BlankNode, list[str]] = {}
    for triple in held:
        if isinstance(triple.subject, ox.BlankNode):
            about.setdefault(triple.subject, []).append(f"{triple.predicate} {_plain(triple.object)}")
    shown = {node: f"[{' ; '.join(sorted(facts))}]" for node, facts in about.items()}

    def write(term: object) -> str:
        return shown.get(term, "[]") if isinstance(term, ox.BlankNode) else _plain(term)

    return Counter(f"{write(t.subject)} {t.predicate} {write(t.object)}" for t in held)


def _plain(term: object) -> str:
    return "[]" if isinstance(term, ox.BlankNode) else str(term)


def parsed(site: Site, path: str, suffix: str) -> list[ox.Triple]:
    answer = site.get(path, "*/*")
    assert answer.status == 200, path
    return [quad.triple for quad in ox.parse(answer.body, FORMATS[suffix])]


def test_all_formats_hold_what_the_store_says(site: Site, graph: Graph, sample: list[Thing]) -> None:
    for thing in sample:
        if thing.iri == f"{BASE}problems":
            continue  # a page of words, not of data
        expected = comparable(said(graph.store, thing))
        assert expected, thing.iri
        stem = thing.href.partition("#")[0].removesuffix(".html")
        for suffix in FORMATS:
            held = parsed(site, f"{stem}.{suffix}", suffix)
            assert len(held) == len({str(triple) for triple in held}), f"{stem}.{suffix}: a triple twice"
            assert comparable(held) == expected, f"{stem}.{suffix}"


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
    path, _, _ = thing.href.partition("#")
    stem = path if kind == "shapes" else path.removesuffix(".html")
    about = {str(t.subject) for t in parsed(site, f"{stem}.nt", "nt") if isinstance(t.subject, ox.NamedNode)}
    assert f"<{thing.iri}>" in about
    if kind == "mentions":
        assert any(name.startswith(f"<{thing.iri}.") for name in about)
