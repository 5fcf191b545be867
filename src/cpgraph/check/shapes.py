"""SHACL core by pyshacl, which is the reference; the only module that uses it.

Results are counted by their severity: `sh:conforms` is never read.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

from pyoxigraph import BlankNode, Literal, NamedNode, Quad
from rdflib import RDF, BNode, Graph, URIRef
from rdflib import Literal as RdfLiteral
from rdflib.namespace import RDFS, SH, SKOS, XSD
from rdflib.term import Identifier

from cpgraph.check.findings import Finding, Severity, last_part, severity
from cpgraph.check.terms import SHAPES_GRAPHS, listed
from cpgraph.vocab import PREFIXES


def as_graph(quads: Iterable[Quad]) -> Graph:
    """Return all statements but the shapes as one rdflib graph, with literals as they are written.

    The statements must come from the file: an Oxigraph store rewrites literals ("12.0" to "12").
    """
    term = cache(_term)
    graph = Graph()
    for subject, predicate, value, name in quads:
        if name not in SHAPES_GRAPHS:
            graph.add((term(subject), term(predicate), term(value)))
    return graph


def _term(item: object) -> Identifier:
    """Return one term for rdflib, its characters untouched."""
    if isinstance(item, NamedNode):
        return URIRef(item.value)
    if isinstance(item, BlankNode):
        return BNode(item.value)
    if isinstance(item, Literal):
        datatype = URIRef(item.datatype.value)
        kind = None if item.language or datatype == XSD.string else datatype
        return RdfLiteral(item.value, lang=item.language, datatype=kind, normalize=False)
    raise TypeError(f"{item} is no term of a graph")


def load_shapes(folder: Path) -> Graph:
    """Return the shapes of the vocabulary and the house profile, as one."""
    shapes = Graph()
    for name in ("shapes", "house"):
        shapes.parse(folder / f"{name}.ttl", format="turtle")
    return shapes


def constraints(shapes: Graph) -> int:
    """How many shapes there are, of nodes and of properties."""
    return sum(1 for kind in (SH.NodeShape, SH.PropertyShape) for _ in shapes.subjects(RDF.type, kind))


def idle_targets(shapes: Graph, data: Graph) -> list[Finding]:
    """Return target classes that match nothing: a class that nobody knows passes everything in silence."""
    message = "A shape is for a class that nothing in the graph belongs to, so that it checks nothing."
    remedy = "Fix the class in the file of shapes, unless the graph just has no such thing."
    source = PREFIXES["check"] + "shape-targets"
    made: list[Finding] = []
    for target in sorted(set(shapes.objects(None, SH.targetClass))):
        classes = set(data.transitive_subjects(RDFS.subClassOf, target))
        if not any((None, RDF.type, item) in data for item in classes):
            iri, names = str(target), sorted(map(str, shapes.subjects(SH.targetClass, target)))
            grade: Severity = "Info" if (target, RDF.type, None) in data or listed(iri) else "Violation"
            shown = ", ".join(names)
            made.append(Finding("CPG-C021", grade, iri, last_part(iri), message, shown, remedy, source))
    return made


def by_property(shapes: Graph) -> Graph:
    """Return the same shapes, where each property shape has the targets of the node shape that it stands in.

    pyshacl checks a property shape with targets for all their nodes at once, and one without for each node anew,
    which takes five times as long.
    """
    moved = Graph() + shapes
    for shape, prop in shapes.subject_objects(SH.property):
        if (None, None, shape) in shapes:
            continue  # what refers to the shape needs it whole
        moved.remove((shape, SH.property, prop))
        for target in (SH.targetClass, SH.targetNode, SH.targetSubjectsOf, SH.targetObjectsOf):
            for item in shapes.objects(shape, target):
                moved.add((prop, target, item))
    return moved


def validate(data: Graph, shapes: Graph) -> list[Finding]:
    """Check a graph against shapes, and read the report's results one by one."""
    import pyshacl

    _, report, _ = pyshacl.validate(
        data, shacl_graph=by_property(shapes), inplace=True, inference="none", advanced=False
    )
    if not isinstance(report, Graph):
        raise TypeError(f"pyshacl gave no report: {report}")
    return [
        _finding(report, result, data, shapes) for result in report.subjects(RDF.type, SH.ValidationResult)
    ]


def _finding(report: Graph, result: Identifier, data: Graph, shapes: Graph) -> Finding:
    """One validation result; its message says what must hold and then, after a semicolon, what to do.

    A property shape without a name speaks through the shape that it stands in.
    """

    def text(predicate: URIRef) -> str:
        value = report.value(result, predicate)
        return "" if value is None else str(value)

    focus = report.value(result, SH.focusNode)
    shape = report.value(result, SH.sourceShape)
    named = shapes.value(None, SH.property, shape) if isinstance(shape, BNode) else None
    said = text(SH.resultMessage) if named is None else str(shapes.value(named, SH.message))
    message, _, remedy = said.rpartition("; ")
    source = str(named or shape)
    return Finding(
        code=source.replace(PREFIXES["shape"], "shape:"),
        severity=severity(text(SH.resultSeverity)),
        focus=str(focus),
        label=str(
            data.value(focus, RDFS.label) or data.value(focus, SKOS.prefLabel) or last_part(str(focus))
        ),
        message=f"{message}." if message else remedy,
        value=text(SH.value),
        remedy=remedy[:1].upper() + remedy[1:] if message else "",
        source=source,
        path=text(SH.resultPath),
        component=text(SH.sourceConstraintComponent),
    )
