"""The documents of a thing: every format holds the same triples, and those are what the store says of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pyoxigraph as ox
import pytest

from cpgraph import vocab
from cpgraph.store import Graph
from cpgraph.vocab import BASE
from cpgraph.web.pages.things import Index, Thing

from .asking import Site

FORMATS = {
    "ttl": ox.RdfFormat.TURTLE,
    "jsonld": ox.RdfFormat.JSON_LD,
    "nt": ox.RdfFormat.N_TRIPLES,
    "rdf": ox.RdfFormat.RDF_XML,
}
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


def parsed(site: Site, path: str, suffix: str) -> list[ox.Triple]:
    answer = site.get(f"{path}.{suffix}", "*/*")
    assert answer.status == 200, path
    return [quad.triple for quad in ox.parse(answer.body, FORMATS[suffix])]


def test_all_formats_hold_what_the_store_says(site: Site, graph: Graph, sample: list[Thing]) -> None:
    for thing in sample:
        if thing.iri == f"{BASE}problems":
            continue  # a page of words, not of data
        is_graph = thing.kind.id == "graphs"  # the row view has its document, and is no part of others
        expected = canonical(said(graph.store if is_graph else graph.default or graph.store, thing))
        assert expected, thing.iri
        stem = thing.href.partition("#")[0].removesuffix(".html")
        for suffix in FORMATS:
            held = parsed(site, stem, suffix)
            assert len(held) == len({str(triple) for triple in held}), f"{stem}.{suffix}: a triple twice"
            assert canonical(held) == expected, f"{stem}.{suffix}"


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
    about = {str(t.subject) for t in parsed(site, stem, "nt") if isinstance(t.subject, ox.NamedNode)}
    assert f"<{thing.iri}>" in about
    assert kind != "mentions" or any(name.startswith(f"<{thing.iri}.") for name in about)
