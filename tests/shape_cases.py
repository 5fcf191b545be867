"""The mechanical cases of the shapes, each a small change to a copy of a node of the valid base graph.

`<shape>.missing` lacks a property that must be there, `<shape>.wrong` has values that no constraint of the property
allows, `<node shape>.other-property` has a property that a closed shape does not know. Cases with a thought in
them stand in `tests/shapes/invalid/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from rdflib import RDF, SH, XSD, Graph, Literal, Namespace, URIRef
from rdflib.collection import Collection
from rdflib.term import Node

from cpgraph.vocab import PREFIXES

EX = Namespace("https://example.org/")
CPG = Namespace(PREFIXES["cpg"])
HOUSE = Namespace(PREFIXES["house"])
HAS_BODY = URIRef(PREFIXES["oa"] + "hasBody")
# what may point to a copy as it points to the original; other properties take one value alone
POINTING = {HAS_BODY, CPG.governs, CPG.hasCitation, CPG.provides}
OWNING = {CPG.hasCitation, CPG.provides}  # what these point to has one owner, the original
# values that a constraint refuses; numbers have ways of their own, below
REFUSED: dict[URIRef, tuple[Node, ...]] = {
    SH["class"]: (EX.stranger,),
    SH["in"]: (EX.stranger,),
    SH.languageIn: (Literal("autre", lang="fr"),),
    SH.minLength: (Literal("", lang="en"), Literal("")),
    SH.maxLength: (Literal("long" * 500, lang="en"), Literal("long" * 500)),
    SH.nodeKind: (Literal("no IRI"),),
}


def cases(shapes: Graph, base: Graph) -> Iterator[tuple[str, Graph]]:
    """Give each case by name, with the statements that it adds to the base."""
    done = set(_alternatives(shapes))
    for shape in sorted(set(shapes.subjects(SH.targetClass))):
        focus = _focus(shapes, base, shape)
        paths = {part: shapes.value(part, SH.path) for part in sorted(shapes.objects(shape, SH.property))}
        if shapes.value(shape, SH.closed) is not None and shape != HOUSE.LegalEffect:
            name = f"{_local(shape)}.other-property"
            known = _known(shapes, shape)
            other = next(prop for prop in (CPG.withinDays, CPG.levelIncrease) if prop not in known)
            yield name, _copy(base, focus, name) + _one(EX[name], other, Literal(30))
        for part, path in paths.items():
            way = shapes.value(path, SH.inversePath) or path
            if part in done or not isinstance(way, URIRef) or way in shapes.subjects():
                continue
            done.add(part)
            if shapes.value(part, SH.minCount) is not None:
                name = f"{_local(part)}.missing"
                added = _copy(base, focus, name, but=way)
                added.remove((EX[name], way, None))
                yield name, added
            if way == path and (wrong := list(_wrong(shapes, part, base.value(focus, way)))):
                name = f"{_local(part)}.wrong"
                added = _copy(base, focus, name)
                for value in wrong:
                    added.add((EX[name], way, value))
                yield name, added


def _wrong(shapes: Graph, part: Node, present: Node | None) -> Iterator[Node]:
    """Give values that the constraints of a property shape refuse, and as many as are too many."""
    number = (
        present.value if isinstance(present, Literal) and isinstance(present.value, int | Decimal) else None
    )
    for constraint in shapes.predicates(part):
        limit = shapes.value(part, constraint)
        if constraint == SH.datatype and number is not None:  # as large, so that comparisons hold
            yield Literal(Decimal(number)) if isinstance(number, int) else Literal(int(number))
        elif constraint == SH.datatype:
            yield Literal("text" if limit != XSD.string else True)
        elif constraint in (SH.minInclusive, SH.maxInclusive):
            beyond = limit.toPython() + (1 if constraint == SH.maxInclusive else -1)
            yield Literal(beyond, datatype=shapes.value(part, SH.datatype))
        elif constraint == SH.maxCount:
            is_literal = shapes.value(part, SH.datatype) is not None
            for n in range(int(limit) if number is None else 0):
                yield Literal(f"text {n}") if is_literal else EX[f"other-{n}"]
        else:
            yield from REFUSED.get(constraint, ())


def _alternatives(shapes: Graph) -> Iterator[Node]:
    """Give the shapes of properties that stand for each other: a value too many breaks two shapes."""
    for path, choices in shapes.subject_objects(SH.alternativePath):
        either = shapes.value(None, SH.path, path)
        if shapes.value(either, SH.maxCount) is not None:
            for choice in Collection(shapes, choices):
                yield from shapes.subjects(SH.path, choice)


def _focus(shapes: Graph, base: Graph, shape: Node) -> Node:
    classes = sorted(shapes.objects(shape, SH.targetClass))
    nodes = [node for cls in classes for node in sorted(base.subjects(RDF.type, cls))]
    return min(nodes, key=lambda node: not POINTING & set(base.predicates(None, node)))


def _known(shapes: Graph, shape: Node) -> set[Node]:
    parts = shapes.objects(shape, SH.property)
    return {
        *(shapes.value(part, SH.path) for part in parts),
        *Collection(shapes, shapes.value(shape, SH.ignoredProperties)),
    }


def _copy(base: Graph, node: Node, name: str, but: Node | None = None) -> Graph:
    """Copy what is said of a node and what points to it, `but` one way; a place is copied whole."""
    added = Graph()
    for predicate, value in base.predicate_objects(node):
        if predicate not in OWNING:
            added.add((EX[name], predicate, value))
    for way in POINTING - {but}:
        for subject in base.subjects(way, node):
            if way == HAS_BODY:
                added += _copy(base, subject, f"{name}.place")
                added.remove((EX[f"{name}.place"], way, node))
                added.add((EX[f"{name}.place"], way, EX[name]))
            else:
                added.add((subject, way, EX[name]))
    return added


def _one(*triple: Node) -> Graph:
    return Graph().add(triple)


def _local(node: Node) -> str:
    """Return the name of a shape, as tests call it."""
    prefix = "house-" if node in HOUSE else ""
    return prefix + str(node).rpartition("#")[2]
