"""Every shape refuses what it should, and nothing else refuses it.

`tests/shapes/base.ttl` is a valid graph with one thing of every class. A case adds nodes of its own, named after the
shape that they break: most are made from the base by `shape_cases`, those that need a thought stand in
`tests/shapes/invalid/`. The nodes of different cases never touch, so all are validated in one run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse
from rdflib.collection import Collection

from conftest import REPO
from cpgraph.check import shapes as shaping
from cpgraph.vocab import NAMESPACES, PREFIXES, RDF, SH
from shape_cases import EX, cases

BASE_GRAPH = REPO / "tests" / "shapes" / "base.ttl"
HAND_MADE = sorted((REPO / "tests" / "shapes" / "invalid").glob("*.ttl"))
CONSTRAINTS = frozenset(
    "class closed datatype in languageIn lessThan lessThanOrEquals maxCount maxInclusive maxLength minCount "
    "minInclusive minLength nodeKind uniqueLang".split()
)
"""The parameters of constraints that the shapes use; a result names its component with a capital."""
# What a shape says of itself, beside its constraints.
DESCRIPTION = {"ignoredProperties", "message", "name", "path", "property", "severity", "targetClass"}

Shape = Mapping[NamedNode, list[object]]
Found = tuple[str, str, str]


def quads(path: Path) -> list[Quad]:
    return list(parse(path=str(path), format=RdfFormat.TURTLE))


def local(node: object) -> str:
    """The last segment of an IRI; a shape of the house profile says so."""
    iri = str(node).strip("<>")
    return ("house-" if iri.startswith(PREFIXES["house"]) else "") + re.split(r"[#/]", iri)[-1]


@cache
def all_shapes() -> rdflib.Graph:
    """The shapes, with the closed ones of the house profile that say no more.

    What that says of agreement is tested with the rules, and what of kinds with the mutants.
    """
    shapes, sh = shaping.load_shapes(REPO / "ontology"), rdflib.SH
    for target in (sh.targetClass, sh.targetSubjectsOf):
        for shape in list(shapes.subjects(target)):
            says_more = (shape, sh.closed, None) not in shapes or (shape, sh.property, None) in shapes
            if str(shape).startswith(PREFIXES["house"]) and says_more:
                shapes.remove((shape, None, None))
    return shapes


def case_of(node: str) -> str:
    """The case that a node is named after: a shape, and a word for the fault."""
    return ".".join(node.split(".")[:2])


def validate(data: rdflib.Graph, *, meta: bool = False) -> set[Found]:
    """Validate a graph; a result is its focus node, its shape and its component."""
    shapes = all_shapes()
    _, report, _ = pyshacl.validate(
        data, shacl_graph=shapes if meta else shaping.by_property(shapes), meta_shacl=meta
    )
    sh = rdflib.SH
    return {
        (
            local(report.value(result, sh.focusNode)),
            local(report.value(result, sh.sourceShape)),
            local(report.value(result, sh.sourceConstraintComponent)).removesuffix("ConstraintComponent"),
        )
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    }


@pytest.fixture(scope="module")
def base() -> rdflib.Graph:
    return rdflib.Graph().parse(BASE_GRAPH)


@pytest.fixture(scope="module")
def shapes() -> Mapping[str, Shape]:
    """The shapes by name, with what each says."""
    found: dict[str, dict[NamedNode, list[object]]] = defaultdict(lambda: defaultdict(list))
    for item in (item for path in sorted((REPO / "ontology").glob("*.ttl")) for item in quads(path)):
        name = item.subject.value if isinstance(item.subject, NamedNode) else ""
        is_ours = name.startswith((PREFIXES["shape"], PREFIXES["house"]))
        if is_ours and (rdflib.URIRef(name), None, None) in all_shapes():
            found[local(item.subject)][item.predicate].append(item.object)
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def made(base: rdflib.Graph) -> Mapping[str, rdflib.Graph]:
    """The mechanical cases."""
    return dict(cases(all_shapes(), base))


@pytest.fixture(scope="module")
def by_hand() -> rdflib.Graph:
    """The cases that need a thought, together."""
    graph = rdflib.Graph()
    for path in HAND_MADE:
        graph.parse(path)
    return graph


@pytest.fixture(scope="module")
def results(
    base: rdflib.Graph, made: Mapping[str, rdflib.Graph], by_hand: rdflib.Graph
) -> Mapping[str, set[Found]]:
    """What validation finds in the base and all cases together, by case."""
    found: dict[str, set[Found]] = defaultdict(set)
    for item in validate(sum(made.values(), base + by_hand)):
        found[case_of(item[0])].add(item)
    return found


def constraints(shape: Shape) -> set[str]:
    """The components of a shape's constraints."""
    return {name[0].upper() + name[1:] for name in map(local, shape) if name in CONSTRAINTS}


def test_the_shapes_are_shapes_and_the_base_conforms(base: rdflib.Graph) -> None:
    assert validate(base, meta=True) == set()


def test_each_case_breaks_its_shape_alone(
    results: Mapping[str, set[Found]], made: Mapping[str, rdflib.Graph], by_hand: rdflib.Graph
) -> None:
    named = {case_of(local(node)) for node in by_hand.subjects() if "." in local(node)}
    assert len(named) >= 25
    assert not named & set(made)
    assert set(results) == named | set(made)
    for case, found in results.items():
        assert {shape for _, shape, _ in found} == {case.split(".")[0]}, case


def test_hand_made_cases_stand_on_the_base_alone(base: rdflib.Graph, by_hand: rdflib.Graph) -> None:
    there = set(base.all_nodes())
    for subject, predicate, value in by_hand:
        own = [str(node).startswith(EX) and "." in local(node) for node in (subject, value)]
        assert any(own), f"{subject} {predicate} {value} says nothing of a case's own nodes"
        for node, is_own in zip((subject, value), own, strict=True):
            assert is_own or not str(node).startswith(EX) or node in there, node


def test_every_constraint_has_a_case(shapes: Mapping[str, Shape], results: Mapping[str, set[Found]]) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for items in results.values():
        for _, shape, component in items:
            seen[shape].add(component)
    assert seen == {name: found for name, shape in shapes.items() if (found := constraints(shape))}


def test_shapes_say_what_they_must(shapes: Mapping[str, Shape]) -> None:
    used: set[str] = set()
    for name, shape in shapes.items():
        for predicate in shape:
            known = local(predicate) in CONSTRAINTS | DESCRIPTION or not predicate.value.startswith(
                PREFIXES["sh"]
            )
            assert known, f"{name}: {predicate} is not in the lists of this test"
        is_property = SH.PropertyShape in shape[RDF.type]
        for predicate in (SH.name, SH.message, SH.severity):
            wanted = is_property or (predicate == SH.message and SH.closed in shape)
            assert len(shape.get(predicate, [])) == wanted, f"{name}: {predicate}"
        for text in shape.get(SH.message, []):
            assert isinstance(text, Literal)
            assert re.fullmatch(r"[A-Z].+\.", text.value), f"{name}: a sentence"
        if not is_property:
            assert SH.NodeShape in shape[RDF.type]
            parts = {local(item) for item in shape[SH.property]}
            used |= parts
            own = {part for part in shapes if part.startswith(f"{name}-")}
            assert own <= parts, f"{name} leaves out {own - parts}"
    assert used == {name for name, shape in shapes.items() if SH.PropertyShape in shape[RDF.type]}


def test_the_house_profile_lists_what_the_open_shapes_have(shapes: Mapping[str, Shape]) -> None:
    graph, sh = all_shapes(), rdflib.SH
    closed = [shape for shape in graph.subjects(sh.closed) if str(shape).startswith(PREFIXES["house"])]
    assert len(closed) > 30
    for shape in closed:
        same = rdflib.URIRef(str(shape).replace(PREFIXES["house"], PREFIXES["shape"]))
        paths = {graph.value(part, sh.path) for part in graph.objects(same, sh.property)}
        listed = set(Collection(graph, graph.value(shape, sh.ignoredProperties)))
        assert {path for path in paths if isinstance(path, rdflib.URIRef)} <= listed, shape


def test_every_target_is_a_class_of_the_base(shapes: Mapping[str, Shape]) -> None:
    """A misspelt target passes everything; only the kinds of part and period stand in for each other."""
    there = {item.object for item in quads(BASE_GRAPH) if item.predicate == RDF.type}
    for name, shape in shapes.items():
        if SH.NodeShape in shape[RDF.type]:
            targets = shape[SH.targetClass]
            assert targets, name
            assert set(targets) & there, name
            assert all(local(target) in NAMESPACES["cpg"] for target in set(targets) - there), name


def terms(path: Path) -> Iterator[NamedNode]:
    """Every IRI of a file, datatypes included."""
    for item in quads(path):
        for node in (item.subject, item.predicate, item.object):
            term = node.datatype if isinstance(node, Literal) else node
            if isinstance(term, NamedNode):
                yield term


def test_every_term_used_exists() -> None:
    for path in (BASE_GRAPH, *HAND_MADE):
        for term in terms(path):
            prefix = next((p for p in NAMESPACES if term.value.startswith(PREFIXES[p])), None)
            if prefix is None:
                assert term.value.startswith(EX), f"{path.name}: {term}"
            else:
                assert term.value.removeprefix(PREFIXES[prefix]) in NAMESPACES[prefix], f"{path.name}: {term}"
