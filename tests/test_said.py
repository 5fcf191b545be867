"""What is said of the data is true, and said in the terms of the vocabularies that are used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from conftest import REPO
from cpgraph.iris import shared
from cpgraph.vocab import (
    BASE,
    CITO,
    CPG,
    DCAT,
    DCTERMS,
    DQV,
    PREFIXES,
    QB,
    RDF,
    RDFS,
    SKOS,
    STATDCATAP,
    XSD,
    is_apart,
)

SH = rdflib.SH
RID = "ussc-2021-production"
Said = Mapping[NamedNode, Mapping[Any, set[Any]]]
"""Property, subject, objects."""


@pytest.fixture(scope="module")
def said(quads: list[Quad]) -> Said:
    found: dict[NamedNode, dict[Any, set[Any]]] = defaultdict(lambda: defaultdict(set))
    for item in quads:
        found[item.predicate][item.subject].add(item.object)
    return found


def of(said: Said, cls: NamedNode) -> set[Any]:
    """The members of a class."""
    return {node for node, classes in said[RDF.type].items() if cls in classes}


def test_measurements_are_of_our_dataset_and_metrics_of_a_dimension(said: Said) -> None:
    """DQV 1.0: `dqv:computedOn` is the dataset measured; each metric belongs to exactly one dimension."""
    assert of(said, DQV.QualityMeasurement) == set(said[DQV.computedOn])
    assert all(value == {shared("dataset", RID)} for value in said[DQV.computedOn].values())
    assert shared("dataset", RID) in of(said, DCAT.Dataset)
    assert of(said, DQV.Metric) == set(said[DQV.inDimension])
    for metric, (dimension,) in said[DQV.inDimension].items():
        assert dimension in of(said, DQV.Dimension), metric


def test_cubes_are_of_our_dataset_and_declare_what_observations_carry(said: Said) -> None:
    """DCAT 3 links the dataset and its cubes both ways; Data Cube 1.0 declares what qualifies a number."""
    dataset = shared("dataset", RID)
    cubes = of(said, QB.DataSet)
    assert cubes <= said[DCTERMS.hasPart][dataset]
    assert all(said[DCTERMS.isPartOf][cube] == {dataset} for cube in cubes)
    components = {QB.AttributeProperty, QB.DimensionProperty, QB.MeasureProperty}
    carried: dict[Any, set[Any]] = defaultdict(set)
    for predicate, subjects in said.items():
        if components & said[RDF.type][predicate]:
            for node in subjects:
                if "/observation/" in node.value:
                    carried[next(iter(said[QB.dataSet][node]))].add(predicate)
    assert len(carried) == 4
    for cube, held in carried.items():
        parts = {part for node in said[QB.structure][cube] for part in said[QB.component][node]}
        roles = (QB.attribute, QB.dimension, QB.measure)
        declared = {term for role in roles for part in parts for term in said[role][part]}
        assert held <= declared, cube
        # the one value that is no number is of all offenders, and restricted by no category
        assert declared - held <= {CPG.category}, cube


def test_the_dataset_says_in_terms_of_statdcat_ap_what_it_measures(said: Said) -> None:
    """StatDCAT-AP, draft of 3.0.0: components are those of the structures, each of the class of its role."""
    dataset = shared("dataset", RID)
    structures = said[STATDCATAP.dataStructureDefinition][dataset]
    assert len(structures) == 4
    parts = {part for node in structures for part in said[QB.component][node]}
    for role in ("attribute", "dimension", "measure"):
        used = {term for part in parts for term in said[QB[role]][part]}
        assert said[STATDCATAP[role]] == {dataset: used}
        assert used <= of(said, QB[f"{role.capitalize()}Property"])
    numbers = [node for node in said[QB.dataSet] if "/observation/" in node.value]
    assert said[STATDCATAP.numSeries] == {dataset: {Literal(str(len(numbers)), datatype=XSD.integer)}}


def test_citations_have_both_ends_in_the_terms_of_cito(said: Said) -> None:
    """CiTO 2.8: a citation as a resource has a citing and a cited entity."""
    notes = {cite: {note} for note, cites in said[CPG.hasCitation].items() for cite in cites}
    assert said[CITO.hasCitingEntity] == notes
    assert said[CITO.hasCitedEntity] == said[CPG.citedWork]


def test_periods_have_days_and_are_described_in_the_file_of_the_catalog(built: Path, said: Said) -> None:
    """DCAT 3, 6.15: `dcterms:temporal` is a `dcterms:PeriodOfTime` with `dcat:startDate` and `dcat:endDate`.

    31 U.S.C. 1102: a fiscal year begins on 1 October of the year before the one that names it.
    """
    days = {
        node: (first.value, next(iter(said[DCAT.endDate][node])).value)
        for node, (first,) in said[DCAT.startDate].items()
    }
    assert of(said, CPG.Period) == of(said, DCTERMS.PeriodOfTime) == set(days) == set(said[DCAT.endDate])
    for node, (first, last) in days.items():
        begin, _, end = node.value.rpartition("/")[2].partition("-")
        if node in of(said, CPG.CalendarYear):
            assert (first, last) == (f"{begin}-01-01", f"{begin}-12-31")
        else:
            assert (first, last) == (f"{int(begin) - 1}-10-01", f"{end or begin}-09-30")
    alone = list(parse(path=str(built / "dcat.ttl"), format=RdfFormat.TURTLE))
    named = {quad.object for quad in alone if quad.predicate == DCTERMS.temporal}
    described = {(quad.subject, quad.predicate) for quad in alone}
    wanted = {(node, term) for node in named for term in (RDF.type, RDFS.label, DCAT.startDate, DCAT.endDate)}
    assert named
    assert wanted <= described


def test_the_catalog_keeps_to_dcat_ap(built: Path, quads: list[Quad]) -> None:
    """DCAT-AP 3.0.1 on the catalog's file alone and on the union of all graphs; each fault is noticed."""
    shapes = rdflib.Graph().parse(REPO / "tests" / "dcat-ap.ttl")
    alone = rdflib.Graph().parse(built / "dcat.ttl")
    paths = {path: part for part, path in shapes.subject_objects(SH.path)}
    looked_at = {RDF.type.value, *map(str, paths)}
    kept = (
        quad for quad in quads if quad.predicate.value in looked_at and not is_apart(str(quad.graph_name))
    )
    lines = "".join(f"{quad.triple} .\n" for quad in kept)
    for data in (alone, rdflib.Graph().parse(data=lines, format="nt")):
        conforms, _, report = pyshacl.validate(data, shacl_graph=shapes)
        assert conforms, report
    for path, part in paths.items():
        if (part, SH.minCount, None) in shapes and path != rdflib.SKOS.prefLabel:
            lacking = rdflib.Graph() + alone
            lacking.remove((None, path, None))
            assert not pyshacl.validate(lacking, shacl_graph=shapes)[0], path


def test_the_row_view_keeps_to_cube_link(quads: list[Quad]) -> None:
    """Its profiles on the graph by itself, whose rows also keep to the constraint of their cube; faults are noticed."""
    lines = [f"{quad.triple} .\n" for quad in quads if is_apart(str(quad.graph_name))]
    data = rdflib.Graph().parse(data="".join(lines), format="nt")
    shapes = rdflib.Graph().parse(REPO / "tests" / "cube-link.ttl")
    term = rdflib.Namespace(PREFIXES["cube-link"])
    closed = rdflib.Graph() + data
    for cube, constraint in data.subject_objects(term.observationConstraint):
        for row in data.objects(cube, term.observationSet / term.observation):
            closed.add((constraint, SH.targetNode, row))
    for wanted in (shapes, closed):
        conforms, _, report = pyshacl.validate(data, shacl_graph=wanted)
        assert conforms, report
    cube, constraint = next(iter(data.subject_objects(term.observationConstraint)))
    rows = list(data.objects(cube, term.observationSet / term.observation))
    one = sum(
        map(data.cbd, (cube, constraint, *data.objects(cube, term.observationSet), *rows)), rdflib.Graph()
    )
    assert pyshacl.validate(one, shacl_graph=shapes)[0]
    for path in {
        path for part, path in shapes.subject_objects(SH.path) if (part, SH.minCount, None) in shapes
    }:
        lacking = rdflib.Graph() + one
        lacking.remove((None, path, None))
        assert not pyshacl.validate(lacking, shacl_graph=shapes)[0], path
    lacking = rdflib.Graph() + one
    lacking.remove((None, term.observedBy, None))
    assert not pyshacl.validate(lacking, shacl_graph=closed)[0]


def test_what_is_computed_was_not_observed_by_the_commission(quads: list[Quad]) -> None:
    rows = {item.subject: item.object for item in quads if item.predicate.value.endswith("/observedBy")}
    computed = {
        item.subject
        for item in quads
        if item.object == CPG.Derived and is_apart(str(item.graph_name)) and item.predicate == CPG.obtainedBy
    }
    ours = NamedNode(f"{BASE}maintainers")
    assert {node for node, observer in rows.items() if observer == ours} == computed
    assert computed


def test_numbers_of_a_property_have_one_datatype(said: Said) -> None:
    dates, texts = {XSD.gYear, XSD.gYearMonth, XSD.date}, {XSD.string, RDF.langString}
    for predicate, values in said.items():
        if predicate.value.startswith(PREFIXES["sh"]):
            continue  # a shape may ask for any value
        kinds = {
            value.datatype
            for objects in values.values()
            for value in objects
            if isinstance(value, Literal) and not value.datatype.value.startswith(f"{BASE}datatype/")
        }
        assert len(kinds) <= 1 or kinds <= dates or kinds <= texts, predicate


def test_every_concept_of_a_scheme_is_found_from_its_top(said: Said) -> None:
    """SKOS Reference, 4.6: the top concepts are the entry points of a scheme, and broader ones lead to them."""
    for node, schemes in said[SKOS.inScheme].items():
        wider = {node}
        while above := {up for item in wider for up in said[SKOS.broader].get(item, ())} - wider:
            wider |= above
        for scheme in schemes:
            assert wider & said[SKOS.hasTopConcept].get(scheme, set()), node
