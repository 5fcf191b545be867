"""What the build calls things and where it puts them: IRIs by class, labels made of other labels, graphs by layer."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

import pytest
from pyoxigraph import NamedNode, Quad

from cpgraph.vocab import CPG, ELI, OA, PREFIXES, QB, RDF, RDFS, SKOS, is_apart

PLACES = {
    "cpg:Anomaly": ("anomaly", "quality"),
    "cpg:Breakdown": ("breakdown", "facts"),
    "cpg:CalendarYear": ("calendar-year", "shared"),
    "cpg:Category": ("concept", "concepts"),
    "cpg:Citation": ("citation", "notes"),
    "cpg:Claim": ("claim", "claims"),
    "cpg:Condition": ("condition", "shared"),
    "cpg:Conduct": ("conduct", "shared"),
    "cpg:Definition": ("definition", "notes"),
    "cpg:Extraction": ("extraction", "structure"),
    "cpg:FiscalYear": ("fiscal-year", "shared"),
    "cpg:FiscalYearSpan": ("fiscal-years", "shared"),
    "cpg:Gap": ("gap", "structure"),
    "cpg:LegalEffect": ("law", "law"),
    "cpg:Measure": ("measure", "shared"),
    "cpg:Mention": ("mention", "mentions"),
    "cpg:Note": ("note", "notes"),
    "cpg:Part": ("part", "structure"),
    "cpg:Population": ("population", "facts"),
    "cpg:Provision": ("law", "law"),
    "cpg:TextDamage": ("anomaly", "quality"),
    "cpg:Universe": ("universe", "concepts"),
    "oa:TextPositionSelector": ("mention", "offsets-"),
    "qb:DataSet": ("cube", "structure"),
}
"""For each class the folder of its IRIs, and the graph that says what they are."""


Said = Mapping[object, Mapping[object, list[str]]]


def text(term: object) -> str:
    """The characters of a term."""
    return str(getattr(term, "value", ""))


@pytest.fixture(scope="module", params=["quads", "harbor_quads"])
def held(request: pytest.FixtureRequest) -> list[Quad]:
    """The statements of the default graph: of the real data, and of the invented report."""
    return [quad for quad in request.getfixturevalue(request.param) if not is_apart(str(quad.graph_name))]


@pytest.fixture(scope="module")
def said(held: list[Quad]) -> Said:
    """The values of each property by thing."""
    found: dict[object, dict[object, list[str]]] = defaultdict(lambda: defaultdict(list))
    for quad in held:
        found[quad.predicate][text(quad.subject)].append(text(quad.object))
    return found


def test_iris_and_graphs_are_those_of_the_class(held: list[Quad]) -> None:
    places = {PREFIXES[name.split(":")[0]] + name.split(":")[1]: place for name, place in PLACES.items()}
    districts = {quad.subject for quad in held if quad.object in (CPG.District, CPG.Court)}
    seen: set[str] = set()
    for quad in held:
        place = places.get(text(quad.object)) if quad.predicate == RDF.type else None
        if place and quad.subject not in districts:
            seen.add(text(quad.object))
            folder, layer = place
            iri, graph = text(quad.subject), text(quad.graph_name)
            assert f"/{folder}/" in iri, quad
            assert f"/graph/{layer}" in graph, quad
            if "/report/" in iri:
                assert iri.split("/graph/")[0].startswith(graph.split("/graph/")[0]), quad
    assert len(seen) > 20


def test_printed_numbers_and_computed_ones_are_apart(held: list[Quad]) -> None:
    numbers = {quad.subject for quad in held if quad.object == QB.Observation}
    for quad in held:
        if quad.predicate == CPG.obtainedBy and quad.subject in numbers:
            layer = "derived" if quad.object == CPG.Derived else "facts"
            assert text(quad.graph_name).endswith(f"/graph/{layer}"), quad


def pairs(said: Said, *path: NamedNode) -> Iterator[tuple[str, str]]:
    """Each thing with what a path from it leads to."""
    for node, values in said[path[0]].items():
        found: Iterable[str] = values
        for step in path[1:]:
            found = [value for item in found for value in said[step].get(item, ())]
        yield from ((str(node), value) for value in found)


def test_labels_are_made_of_what_they_name(said: Said) -> None:
    names = defaultdict(
        str,
        {node: label for term in (RDFS.label, SKOS.prefLabel) for node, (label, *_) in said[term].items()},
    )
    for start in (CPG.measure, CPG.population):
        assert all(names[value] in names[node] for node, value in pairs(said, start))
    for path in ((CPG.basePopulation, CPG.restrictedTo), (CPG.universe,), (CPG.restrictedTo,), (CPG.period,)):
        things = {node for node, _ in pairs(said, CPG.universe)} | {
            node for node, _ in pairs(said, CPG.measure)
        }
        for node, value in pairs(said, *path):
            if node in things and not (path[0] == CPG.period and "/population/" not in node):
                assert names[value] in names[node], (node, value)
    for path in ((CPG.citedAs,), (ELI.is_member_of, CPG.citedAs)):
        assert all(names[node].startswith(cite) for node, cite in pairs(said, *path))
    assert all(
        names[value].startswith(said[CPG.citedAs][node][0])
        for node, value in pairs(said, CPG.provides)
        if node in said[CPG.citedAs]
    )
    assert all(printed in names[node] for node, printed in pairs(said, CPG.printed))
    assert all(names[node] == f"note {number}" for node, number in pairs(said, CPG.number))
    for node, printed in pairs(said, SKOS.notation):
        if "/part/" in node:
            assert f" {printed}" in names[node], node


def test_what_belongs_to_a_mention_is_named_after_it(said: Said) -> None:
    mentions = said[CPG.printed]
    for path in ((OA.hasTarget,), (OA.hasTarget, OA.hasSelector)):
        assert all(value.startswith(f"{node}.") for node, value in pairs(said, *path) if node in mentions)


def test_places_of_a_claim_or_definition_are_counted(said: Said) -> None:
    numbers: dict[str, list[str]] = defaultdict(list)
    for mention, body in pairs(said, OA.hasBody):
        if "/claim/" in body or "/definition/" in body:
            numbers[body] += said[CPG.evidencesProperty].get(mention, [])
    assert numbers
    for body, found in numbers.items():
        assert sorted(map(int, found)) == list(range(1, len(found) + 1)), body


def test_periods_are_labeled_by_their_years(said: Said) -> None:
    for node, years in pairs(said, SKOS.notation):
        if re.search(r"/(fiscal-years?|calendar-year)/", node):
            labels = said[RDFS.label].get(node) or said[SKOS.prefLabel][node]
            assert all(year in labels[0] for year in years.split("-")), node
