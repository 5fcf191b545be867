"""SHACL core by pyshacl, which is the reference; the only module that uses it.

pyshacl checks a property shape that a node shape refers to once for each focus node, and makes the
shape's constraints anew each time. Here the targets of a node shape are first given to its property
shapes, which SHACL allows and which means the same; each is then checked once for all its nodes.
On the whole graph this takes a quarter of the time (`tests/test_check.py` holds that both ways
report the same). Results are counted by their severity: `sh:conforms` is never read.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import RDF, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.collection import Collection
from rdflib.namespace import RDFS, SH, XSD
from rdflib.term import Identifier

from cpgraph.check.findings import Finding, severity
from cpgraph.check.terms import SHAPES_GRAPH, listed
from cpgraph.vocab import PREFIXES

_NESTING = (SH.node, SH["and"], SH["or"], SH["not"], SH.xone, SH.qualifiedValueShape)


def as_graph(quads: Iterable[Quad]) -> Graph:
    """All statements but the shapes as one rdflib graph, with literals as they are written.

    The statements must come from the file: an Oxigraph store rewrites literals ("12.0" to "12").
    """
    terms: dict[object, Identifier] = {}

    def term(item: object) -> Identifier:
        made = terms.get(item)
        if made is None:
            made = terms[item] = _term(item)
        return made

    graph = Graph()
    for quad in quads:
        if not (isinstance(quad.graph_name, NamedNode) and quad.graph_name.value == SHAPES_GRAPH):
            graph.add((term(quad.subject), term(quad.predicate), term(quad.object)))
    return graph


def _term(item: object) -> Identifier:
    """One term for rdflib, its characters untouched."""
    if isinstance(item, NamedNode):
        return URIRef(item.value)
    if isinstance(item, BlankNode):
        return BNode(item.value)
    if isinstance(item, Literal):
        if item.language:
            return RdfLiteral(item.value, lang=item.language, normalize=False)
        datatype = URIRef(item.datatype.value)
        return RdfLiteral(item.value, datatype=None if datatype == XSD.string else datatype, normalize=False)
    raise TypeError(f"{item} is no term of a graph")


def load_shapes(path: Path) -> Graph:
    """Read the shapes."""
    return Graph().parse(path, format="turtle")


def constraints(shapes: Graph) -> int:
    """How many shapes there are, of nodes and of properties."""
    return sum(1 for kind in (SH.NodeShape, SH.PropertyShape) for _ in shapes.subjects(RDF.type, kind))


def hoisted(shapes: Graph) -> Graph:
    """Give the targets of node shapes to their property shapes; the meaning stays.

    A node shape that another one refers to keeps its properties, for there it has no targets. A
    closed shape goes on to allow the properties that it loses.
    """
    made = Graph()
    for triple in shapes:
        made.add(triple)
    nested = {item for predicate in _NESTING for item in shapes.objects(None, predicate)}
    for node in set(shapes.subjects(RDF.type, SH.NodeShape)) - nested:
        targets = [
            (kind, target)
            for kind in (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
            for target in shapes.objects(node, kind)
        ]
        if not targets or (node, SH.deactivated, None) in shapes:
            continue
        ignored = made.value(node, SH.ignoredProperties)
        for item in set(shapes.objects(node, SH.property)):
            path = shapes.value(item, SH.path)
            if (node, SH.closed, None) in shapes and isinstance(path, URIRef):
                if ignored is None:
                    continue
                Collection(made, ignored).append(path)
            made.remove((node, SH.property, item))
            for kind, target in targets:
                made.add((item, kind, target))
    return made


def idle_targets(shapes: Graph, data: Graph) -> list[Finding]:
    """Target classes that match nothing: a class that nobody knows passes everything in silence."""
    made: list[Finding] = []
    for target in sorted(set(shapes.objects(None, SH.targetClass))):
        classes = set(data.transitive_subjects(RDFS.subClassOf, target))
        if any((None, RDF.type, item) in data for item in classes):
            continue
        known = (target, RDF.type, None) in data or listed(str(target))
        made.append(
            Finding(
                "CPG-C021",
                "Info" if known else "Violation",
                str(target),
                str(target).replace("#", "/").rpartition("/")[2],
                "A shape is for a class that nothing in the graph belongs to, so that it checks nothing.",
                ", ".join(sorted(str(item) for item in shapes.subjects(SH.targetClass, target))),
                "Mend the class in ontology/shapes.ttl, unless the graph just has no such thing.",
                PREFIXES["check"] + "shape-targets",
            )
        )
    return made


def validate(data: Graph, shapes: Graph) -> list[Finding]:
    """Check a graph against shapes, and read the report's results one by one."""
    import pyshacl

    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True, inference="none", advanced=False)
    if not isinstance(report, Graph):
        raise TypeError(f"pyshacl gave no report: {report}")
    return [_finding(report, result, data) for result in report.subjects(RDF.type, SH.ValidationResult)]


def _finding(report: Graph, result: Identifier, data: Graph) -> Finding:
    """One validation result; its message says what must hold and then, after a semicolon, what to do."""

    def text(predicate: URIRef) -> str:
        value = report.value(result, predicate)
        return "" if value is None else str(value)

    focus = report.value(result, SH.focusNode)
    name = data.value(focus, RDFS.label)
    message, _, remedy = text(SH.resultMessage).rpartition("; ")
    source = text(SH.sourceShape)
    return Finding(
        source.replace(PREFIXES["shape"], "shape:"),
        severity(text(SH.resultSeverity)),
        str(focus),
        str(name) if name is not None else str(focus).replace("#", "/").rpartition("/")[2],
        f"{message}." if message else remedy,
        text(SH.value),
        remedy[:1].upper() + remedy[1:] if message else "",
        source,
        text(SH.resultPath),
        text(SH.sourceConstraintComponent),
    )
