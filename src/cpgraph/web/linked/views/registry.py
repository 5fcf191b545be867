"""Which page a kind of thing has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cpgraph import vocab
from cpgraph.web.linked.index import Thing
from cpgraph.web.linked.views import (
    apparatus,
    category,
    coverage,
    document,
    generic,
    judgement,
    law,
    observation,
    part,
    population,
    vocabulary,
)
from cpgraph.web.linked.views.common import Page

PAGES: Final[Mapping[str, Page]] = {
    "anomaly": judgement.ANOMALY_PAGE,
    "breakdown": coverage.PAGE,
    "category": category.CATEGORY_PAGE,
    "check": judgement.CHECK_PAGE,
    "claim": judgement.CLAIM_PAGE,
    "conduct": category.CONDUCT_PAGE,
    "definition": apparatus.DEFINITION_PAGE,
    "effect": law.EFFECT_PAGE,
    "graph": vocabulary.GRAPH_PAGE,
    "law": law.LAW_PAGE,
    "measure": population.MEASURE_PAGE,
    "mention": apparatus.MENTION_PAGE,
    "note": apparatus.NOTE_PAGE,
    "observation": observation.PAGE,
    "part": part.PAGE,
    "population": population.POPULATION_PAGE,
    "query": vocabulary.QUERY_PAGE,
    "report": document.PAGE,
    "scheme": category.SCHEME_PAGE,
    "universe": population.UNIVERSE_PAGE,
}
DOCUMENTS: Final[Mapping[str, Page]] = {
    "ns": vocabulary.NS_PAGE,
    "shapes": vocabulary.SHAPES_PAGE,
    "problems": vocabulary.PROBLEMS_PAGE,
}
"""The pages of documents of hash terms, by their path."""


def page(thing: Thing) -> Page:
    """Give the page of a thing by its kind; what has none of its own has the general one."""
    path = thing.iri.removeprefix(vocab.BASE)
    return DOCUMENTS.get(path) or PAGES.get(thing.kind.view, generic.PAGE)
