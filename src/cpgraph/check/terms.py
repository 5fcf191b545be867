"""Checks that look at each statement by itself: known terms, named graphs, no blank nodes."""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad

from cpgraph.check.findings import Finding
from cpgraph.vocab import BASE, NAMESPACES, PREFIXES, RDF

CHECKS: Final = MappingProxyType(
    {
        "terms-listed": "CPG-C011",
        "statements-in-named-graphs": "CPG-C012",
        "no-blank-nodes": "CPG-C013",
    }
)
"""Id of each check of this module to its code."""
SHAPES_GRAPH: Final = f"{BASE}graph/shapes"
LINKS_GRAPH: Final = f"{BASE}graph/links"

_SPACES: Final = tuple(
    sorted(((PREFIXES[prefix], names) for prefix, names in NAMESPACES.items()), reverse=True)
)


def listed(iri: str) -> bool | None:
    """Tell whether an IRI is a listed term; None where its namespace has no list.

    >>> listed(PREFIXES["skos"] + "prefLabel"), listed(PREFIXES["skos"] + "label"), listed("https://example.org/")
    (True, False, None)
    """
    for space, names in _SPACES:
        if iri.startswith(space):
            name = iri[len(space) :]
            return not name or name in names
    return None


def statements(quads: Sequence[Quad]) -> list[Finding]:
    """Look at every term in use; each fault is found once, with one statement that shows it.

    The shapes may have blank nodes (lists and paths are made of them), and links may lead to terms of
    a vocabulary that this project does not use itself.
    """
    found: list[Finding] = []

    def add(check: str, term: object, message: str, quad: Quad, remedy: str) -> None:
        focus = term.value if isinstance(term, NamedNode) else str(term)
        name = focus.rstrip("/").replace("#", "/").rpartition("/")[2]
        shown = f"{quad.subject} {quad.predicate} {quad.object}"
        iri = PREFIXES["check"] + check
        found.append(Finding(CHECKS[check], "Violation", focus, name, message, shown, remedy, iri))

    shapes, links = NamedNode(SHAPES_GRAPH), NamedNode(LINKS_GRAPH)
    unnamed = DefaultGraph()
    ours = [quad for quad in quads if quad.graph_name != shapes]
    roles: dict[object, Quad] = {quad.predicate: quad for quad in quads}
    roles |= {quad.object: quad for quad in quads if quad.predicate == RDF.type}
    used: dict[object, Quad] = {quad.object: quad for quad in quads if quad.graph_name != links}
    used |= {quad.subject: quad for quad in quads}
    for term, quad in (used | roles).items():
        if not isinstance(term, NamedNode):
            continue
        verdict = listed(term.value)
        if verdict is False or (verdict is None and term in roles):
            add(
                "terms-listed",
                term,
                "A property, class or other term is used that is on no list of its vocabulary.",
                quad,
                "Mend the spelling; the vocabulary's terms are in cpgraph/vocabularies/.",
            )
    for quad in (quad for quad in quads if quad.graph_name == unnamed):
        add(
            "statements-in-named-graphs",
            quad.subject,
            "A statement stands in no named graph, so that nobody can tell whose it is.",
            quad,
            "Put it into a layer where the graph is made.",
        )
    for quad in ours:
        if isinstance(quad.object, BlankNode) or isinstance(quad.subject, BlankNode):
            add(
                "no-blank-nodes",
                quad.subject,
                "A statement has a blank node, which nobody can point to and which changes from build to build.",
                quad,
                "Give the thing an IRI of its own.",
            )
    return found
