"""What is said of the data is true, and said in the terms of the vocabularies that are used."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Any

import pytest
from pyoxigraph import NamedNode, Quad

from cpgraph.iris import shared
from cpgraph.vocab import CITO, CPG, DCAT, DQV, RDF

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
