"""Which page a kind of thing has."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cpgraph import vocab
from cpgraph.web.pages.index import Thing
from cpgraph.web.pages.page import Page
from cpgraph.web.pages.views import breakdown, check, generic, ns, observation, part, population
from cpgraph.web.problems import KINDS

PAGES: Final[Mapping[str, Page]] = {
    "anomaly": Page("anomaly"),
    "breakdown": Page("breakdown", breakdown.context),
    "category": Page("category"),
    "check": Page("check", check.context, second=check.query),
    "claim": Page("claim"),
    "conduct": Page("conduct"),
    "definition": Page("definition"),
    "effect": Page("effect"),
    "generic": Page("generic", generic.context),
    "graph": Page("graph"),
    "law": Page("law"),
    "measure": Page("measure", population.measure),
    "mention": Page("mention"),
    "note": Page("note"),
    "observation": Page("observation", observation.context),
    "part": Page("part", part.context, part.csv),
    "population": Page("population", population.population),
    "query": Page("query"),
    "report": Page("report"),
    "scheme": Page("scheme"),
    "universe": Page("universe", population.universe),
}
"""The page of each kind of things, by `Kind.view`."""

DOCUMENTS: Final[Mapping[str, Page]] = {
    "ns": Page("ns", ns.context),
    "shapes": Page("shapes"),
    "problems": Page("problems", lambda _: {"problems": KINDS}),
}
"""The pages of documents of hash terms, by their path."""


def page(thing: Thing) -> Page:
    """Return the page of a thing; `generic` is for kinds that have none of their own."""
    return DOCUMENTS.get(thing.iri.removeprefix(vocab.BASE)) or PAGES.get(thing.kind.view, PAGES["generic"])
