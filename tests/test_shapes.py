"""Every shape refuses what it should, and nothing else refuses it.

`tests/shapes/base.ttl` is a valid graph with one thing of every class. Each file in
`tests/shapes/invalid/` adds nodes named after the file; joined to the base it breaks the shape that
its name begins with, and no other. The nodes of different files never touch, so all files are
validated in one run, and each result belongs to the file that its focus node is named after.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from conftest import REPO
from cpgraph.vocab import NAMESPACES, PREFIXES, RDF, SH

SHAPES = REPO / "ontology" / "shapes.ttl"
BASE_GRAPH = REPO / "tests" / "shapes" / "base.ttl"
INVALID = sorted((REPO / "tests" / "shapes" / "invalid").glob("*.ttl"))
EX = "https://example.org/"
# What a constraint parameter is called, and what a result calls the component that it belongs to.
COMPONENTS = {
    "class": "Class",
    "closed": "Closed",
    "datatype": "Datatype",
    "in": "In",
    "languageIn": "LanguageIn",
    "lessThan": "LessThan",
    "lessThanOrEquals": "LessThanOrEquals",
    "maxCount": "MaxCount",
    "maxInclusive": "MaxInclusive",
    "maxLength": "MaxLength",
    "minCount": "MinCount",
    "minInclusive": "MinInclusive",
    "minLength": "MinLength",
    "nodeKind": "NodeKind",
    "uniqueLang": "UniqueLang",
}
# What a shape says of itself, beside its constraints.
DESCRIPTION = {"ignoredProperties", "message", "name", "path", "property", "severity", "targetClass"}

Found = tuple[str, str, str]


def quads(path: Path) -> list[Quad]:
    return list(parse(path=str(path), format=RdfFormat.TURTLE))


def local(node: object) -> str:
    """The last segment of an IRI."""
    return re.split(r"[#/]", str(node).strip("<>"))[-1]


def validate(*paths: Path, meta: bool = False) -> set[Found]:
    """Validate files together; a result is its focus node, its shape and its component."""
    data = rdflib.Graph()
    for path in paths:
        data.parse(path)
    shapes = rdflib.Graph().parse(SHAPES)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, meta_shacl=meta)
    sh = rdflib.Namespace(PREFIXES["sh"])
    return {
        (
            local(report.value(result, sh.focusNode)),
            local(report.value(result, sh.sourceShape)),
            local(report.value(result, sh.sourceConstraintComponent)).removesuffix("ConstraintComponent"),
        )
        for result in report.subjects(rdflib.RDF.type, sh.ValidationResult)
    }


@pytest.fixture(scope="module")
def shapes() -> Mapping[str, Mapping[NamedNode, list[object]]]:
    """The shapes by name, with what each says."""
    found: dict[str, dict[NamedNode, list[object]]] = defaultdict(lambda: defaultdict(list))
    for item in quads(SHAPES):
        if isinstance(item.subject, NamedNode) and item.subject.value.startswith(PREFIXES["shape"]):
            found[local(item.subject)][item.predicate].append(item.object)
    assert len(found) > 100
    return found


@pytest.fixture(scope="module")
def results() -> Mapping[str, set[Found]]:
    """What validation finds in all invalid files together, by file."""
    found: dict[str, set[Found]] = defaultdict(set)
    for item in validate(BASE_GRAPH, *INVALID):
        found[".".join(item[0].split(".")[:2])].add(item)
    return found


def constraints(shape: Mapping[NamedNode, list[object]]) -> set[str]:
    """The components of a shape's constraints."""
    return {COMPONENTS[local(predicate)] for predicate in shape if local(predicate) in COMPONENTS}


def test_the_shapes_are_shapes_and_the_base_conforms() -> None:
    assert validate(BASE_GRAPH, meta=True) == set()


@pytest.mark.parametrize("path", INVALID, ids=lambda path: path.stem)
def test_an_invalid_file_breaks_its_shape_alone(path: Path, results: Mapping[str, set[Found]]) -> None:
    assert {shape for _, shape, _ in results.get(path.stem, set())} == {path.name.split(".")[0]}


def test_no_result_lies_outside_the_invalid_files(results: Mapping[str, set[Found]]) -> None:
    assert set(results) == {path.stem for path in INVALID}


def test_invalid_files_stand_on_the_base_alone() -> None:
    base = {item.subject for item in quads(BASE_GRAPH)} | {item.object for item in quads(BASE_GRAPH)}
    for path, item in [(file, item) for file in INVALID for item in quads(file)]:
        own = [str(node).startswith(f"<{EX}{path.stem}") for node in (item.subject, item.object)]
        assert any(own), f"{item} says nothing of the file's own nodes"
        for node, is_own in zip((item.subject, item.object), own, strict=True):
            if isinstance(node, NamedNode) and node.value.startswith(EX):
                assert is_own or node in base, node


def test_every_constraint_has_a_case(
    shapes: Mapping[str, Mapping[NamedNode, list[object]]], results: Mapping[str, set[Found]]
) -> None:
    seen: dict[str, set[str]] = defaultdict(set)
    for items in results.values():
        for _, shape, component in items:
            seen[shape].add(component)
    assert seen == {name: constraints(shape) for name, shape in shapes.items() if constraints(shape)}


def test_files_are_named_after_the_shapes_that_constrain(
    shapes: Mapping[str, Mapping[NamedNode, list[object]]],
) -> None:
    wanted = {name for name, shape in shapes.items() if constraints(shape)}
    assert {path.name.split(".")[0] for path in INVALID} == wanted


def test_shapes_say_what_they_must(shapes: Mapping[str, Mapping[NamedNode, list[object]]]) -> None:
    used: set[str] = set()
    for name, shape in shapes.items():
        for predicate in shape:
            known = local(predicate) in {*COMPONENTS, *DESCRIPTION} or not predicate.value.startswith(
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


def test_every_target_is_a_class_of_the_base(shapes: Mapping[str, Mapping[NamedNode, list[object]]]) -> None:
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
    for path in (BASE_GRAPH, *INVALID):
        for term in terms(path):
            prefix = next((p for p in NAMESPACES if term.value.startswith(PREFIXES[p])), None)
            if prefix is None:
                assert term.value.startswith(EX), f"{path.name}: {term}"
            else:
                assert term.value.removeprefix(PREFIXES[prefix]) in NAMESPACES[prefix], f"{path.name}: {term}"
