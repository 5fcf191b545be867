"""What is said of the data is true, and said in the terms of the vocabularies that are used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad, RdfFormat, parse

from cpgraph.iris import shared
from cpgraph.vocab import CITO, CPG, DCAT, DCTERMS, DQV, RDF, RDFS

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
