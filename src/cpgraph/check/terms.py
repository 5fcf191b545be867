"""Checks that look at each statement by itself: known terms, named graphs, no blank nodes, values in form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad

from cpgraph.check.findings import Finding, last_part
from cpgraph.vocab import BASE, NAMESPACES, PREFIXES, QB, RDF, XSD, is_apart

# id of each check of this module, its code, what is wrong, what to do
_UNLISTED: Final = (
    "terms-listed",
    "CPG-C011",
    "A property, class or other term is used that is on no list of its vocabulary.",
    "Fix the spelling; the vocabulary's terms are in cpgraph/vocabularies/.",
)
_UNNAMED: Final = (
    "statements-in-named-graphs",
    "CPG-C012",
    "A statement stands in no named graph, so that nobody can tell whose it is.",
    "Put it into a layer where the graph is made.",
)
_BLANK: Final = (
    "no-blank-nodes",
    "CPG-C013",
    "A statement has a blank node, which nobody can point to and which changes from build to build.",
    "Give the thing an IRI of its own.",
)
_MALFORMED: Final = (
    "values-well-formed",
    "CPG-C014",
    "A value is not written as its datatype asks, so that no engine can compare it.",
    "Fix the value where the graph is made.",
)
CHECKS: Final = (_UNLISTED[0], _UNNAMED[0], _BLANK[0], _MALFORMED[0])
_FORMS: Final = {
    XSD.boolean: re.compile("true|false"),
    XSD.date: re.compile(r"\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])"),
    XSD.decimal: re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)"),
    XSD.gYear: re.compile(r"-?\d{4,}"),
    XSD.integer: re.compile(r"[+-]?\d+"),
}
SHAPES_GRAPHS: Final = frozenset(NamedNode(f"{BASE}graph/{name}") for name in ("house", "shapes"))
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


def is_malformed(value: object) -> bool:
    """Tell whether a value is not written as its datatype asks.

    >>> is_malformed(Literal("21", datatype=XSD.gYear)), is_malformed(Literal("2021", datatype=XSD.gYear))
    (True, False)
    """
    if not isinstance(value, Literal):
        return False
    form = _FORMS.get(value.datatype)
    return form is not None and not form.fullmatch(value.value)


def statements(quads: Sequence[Quad]) -> list[Finding]:
    """Return what is wrong with terms in use; each fault is found once, with one statement that shows it.

    The shapes may have blank nodes (lists and paths are made of them), and links may lead to terms of
    a vocabulary that this project does not use itself. The row view has shapes, and its dimensions and measures are
    terms by what it says of them.
    """
    links, unnamed = NamedNode(LINKS_GRAPH), DefaultGraph()
    used: dict[object, Quad] = {}
    roles: dict[object, Quad] = {}
    components: set[object] = set()
    found: list[Finding] = []
    for quad in quads:
        subject, predicate, value, graph = quad
        used[subject] = roles[predicate] = quad
        if predicate == RDF.type:
            roles[value] = quad
            if value in (QB.DimensionProperty, QB.MeasureProperty):
                components.add(subject)
        elif graph != links:
            used[value] = quad
        if is_malformed(value):
            found.append(_finding(_MALFORMED, subject, quad))
        if graph == unnamed:
            found.append(_finding(_UNNAMED, subject, quad))
        is_blank = isinstance(value, BlankNode) or isinstance(subject, BlankNode)
        if is_blank and graph not in SHAPES_GRAPHS and not is_apart(str(graph)):
            found.append(_finding(_BLANK, subject, quad))
    for term, quad in (used | roles).items():
        if isinstance(term, NamedNode):
            known = listed(term.value)
            if known is False or (known is None and term in roles and term not in components):
                found.append(_finding(_UNLISTED, term, quad))
    return found


def _finding(check: tuple[str, str, str, str], term: object, quad: Quad) -> Finding:
    name, code, message, remedy = check
    focus = term.value if isinstance(term, NamedNode) else str(term)
    shown = f"{quad.subject} {quad.predicate} {quad.object}"
    iri = PREFIXES["check"] + name
    return Finding(code, "Violation", focus, last_part(focus), message, shown, remedy, iri)
