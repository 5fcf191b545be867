"""The checks notice corruptions of every graph, each judged alone: 98 of 100 are wanted, and 96 are reached.

`pytest -s -m '' tests/test_mutation.py` prints the rate of each graph and the survivors. CPGRAPH_MUTANTS says how many
of each graph the slow run makes, CPGRAPH_GRAPHS of which, by their last words, and CPGRAPH_SEED makes others.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import NamedNode
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.term import Node

from conftest import REPO
from cpgraph.vocab import PREFIXES
from judge import Judge
from mutants import Maker, graphs

EACH = [5, pytest.param(int(os.environ.get("CPGRAPH_MUTANTS", "20")), marks=pytest.mark.slow)]
SEED = int(os.environ.get("CPGRAPH_SEED", "20190930"))
WANTED = 0.95
STRANGER = URIRef("https://example.org/stranger")


@pytest.fixture(scope="module")
def judge(built: Path) -> Judge:
    return Judge(built / "cpgraph.nq", REPO)


def test_the_true_graph_is_refused_by_nothing(judge: Judge) -> None:
    """Else a mutant would seem to be noticed."""
    assert not [
        name for name, rows in judge.truth.items() if rows and judge.rules[name].severity == "Violation"
    ]
    probes = [quad for quad in judge.store if "claim/" in str(quad.subject)]
    assert probes
    assert not judge.shapes.refuse(probes)


@pytest.mark.parametrize("each", EACH)
def test_mutants_are_noticed(judge: Judge, each: int) -> None:
    before, maker = len(judge.store), Maker(judge.store, SEED)
    made: dict[NamedNode, int] = {}
    survivors: dict[NamedNode, list[str]] = {}
    for graph in graphs(judge.store):
        if graph.value.endswith(tuple(os.environ.get("CPGRAPH_GRAPHS", "").split(","))) or each == EACH[0]:
            mutants = list(maker.make(graph, each))
            made[graph] = len(mutants)
            survivors[graph] = [str(mutant) for mutant in mutants if judge.notices(mutant) is None]
            text = f"\n{graph}: {made[graph] - len(survivors[graph])} of {made[graph]}"
            print(text, *survivors[graph], sep="\n  ")  # noqa: T201 - the figures are what this test is for
    assert len(judge.store) == before
    total, alive = sum(made.values()), sum(map(len, survivors.values()))
    assert total >= each * len(made) * 0.9
    assert 1 - alive / total >= WANTED, survivors


# --- what a kind of thing has ---

HOUSE = Graph().parse(REPO / "ontology" / "house.ttl")
KINDS = sorted(
    str(shape)
    for shape in HOUSE.subjects(RDF.type, SH.NodeShape)
    if (shape, SH.severity, None) not in HOUSE
    and (HOUSE.value(shape, SH.property) or (shape, SH.closed, None) not in HOUSE)
)
# what a thing must lose so that none of the alternatives of its kind is left
ALTERNATIVES = {
    "Annotation": ("rdf:type",),
    "Association": ("skos:note", "xkos:targetConcept"),
    "Concept": ("skos:notation", "rdfs:isDefinedBy", "^dcat:theme"),
    "Input": ("^prov:used",),
    "LegalResource": ("rdf:type",),
    "Location": ("rdf:type", "skos:notation"),
    "Metric": ("rdf:type", "dqv:expectedDataType"),
    "Query": ("sh:select",),
}


def broken(data: Graph, focus: Node, line: Node) -> Iterator[tuple[Graph, Graph]]:
    """What breaks a line of a kind, as what is taken from the thing and what is added to it."""
    path = HOUSE.value(line, SH.path)
    inverse, parts = HOUSE.value(path, SH.inversePath), list(HOUSE.items(path))
    either = HOUSE.value(path, SH.alternativePath)
    ways = (
        list(HOUSE.items(either))
        if either
        else [inverse or (HOUSE.value(line, SH.equals) if parts else path)]
    )
    there = Graph()
    for way in ways:
        there += data.triples((None, way, focus) if inverse else (focus, way, None))
    if HOUSE.value(line, SH.minCount) or parts:
        yield there, Graph()
    if parts or either:
        return
    (subject, way, value), *_ = there
    if HOUSE.value(line, SH.maxCount):
        twin = STRANGER if isinstance(value, URIRef) else Literal(f"{value}0", value.language, value.datatype)
        yield Graph(), Graph().add((STRANGER, way, focus) if inverse else (subject, way, twin))
    if not inverse and (
        HOUSE.value(line, SH["class"]) or HOUSE.value(line, SH.datatype) or HOUSE.value(line, SH["in"])
    ):
        yield there, Graph().add((subject, way, STRANGER))


def without(data: Graph, focus: Node, classes: set[Node], *ways: str) -> Graph:
    """What is said of a thing in some ways, or by `^` of others, but that it is of some classes."""
    gone = Graph()
    for way in ways:
        prefix, _, local = way.strip("^").partition(":")
        term = URIRef(PREFIXES[prefix] + local)
        found = data.triples((None, term, focus) if way[0] == "^" else (focus, term, None))
        gone += (triple for triple in found if triple[2] not in classes)
    return gone


@pytest.mark.parametrize("kind", KINDS)
def test_each_line_of_a_kind_refuses(judge: Judge, kind: str) -> None:
    shape, data, name = URIRef(kind), judge.shapes.data, kind.rpartition("#")[2]
    classes, starts = (
        set(HOUSE.objects(shape, SH.targetClass)),
        set(HOUSE.objects(shape, SH.targetSubjectsOf)),
    )
    things = [node for cls in classes for node in data.subjects(RDF.type, cls)]
    things += [node for start in starts for node in data.subjects(start)]
    cases: list[tuple[Node, Graph, Graph]] = []
    for line in HOUSE.objects(shape, SH.property):
        path = HOUSE.value(line, SH.path)
        way = path if isinstance(path, URIRef) else HOUSE.value(path, SH.inversePath)
        found = (
            node
            for node in things
            if not isinstance(way, URIRef)
            or ((None, way, node) if path != way else (node, way, None)) in data
        )
        focus = next(found)
        cases += [(focus, *change) for change in broken(data, focus, line)]
    for companion in HOUSE.objects(shape, SH["class"]):
        if companion not in classes or starts:
            cases.append((things[-1], without(data, things[-1], classes - {companion}, "rdf:type"), Graph()))
    if name in ALTERNATIVES:
        cases.append((things[0], without(data, things[0], classes, *ALTERNATIVES[name]), Graph()))
    if (shape, SH.closed, None) in HOUSE:
        cases.append((things[0], Graph(), Graph().add((things[0], STRANGER, STRANGER))))
    assert cases
    assert kind not in set(judge.shapes._refusing(things[0]))
    for focus, gone, new in cases:
        for triple in gone:
            data.remove(triple)
        data += new
        refused = kind in set(judge.shapes._refusing(focus))
        data -= new
        data += gone
        assert refused, f"{focus}: - {[*gone]} + {[*new]}"
