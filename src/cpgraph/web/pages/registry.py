"""Which page a kind of thing has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from cpgraph import vocab
from cpgraph.store import Job
from cpgraph.web.linked import drawing
from cpgraph.web.linked import rows as old_rows
from cpgraph.web.linked.drawing import Source
from cpgraph.web.linked.index import Index, Thing
from cpgraph.web.linked.views import common as old
from cpgraph.web.linked.views import (
    document,
    vocabulary,
)
from cpgraph.web.pages.page import Page
from cpgraph.web.pages.rows import Rows
from cpgraph.web.pages.views import breakdown, check, generic, observation, part, population
from cpgraph.web.templating import Pages


@dataclass(frozen=True, slots=True)
class OldPage:
    """A kind of page that is still drawn by `linked/views`."""

    page: old.Page

    @property
    def query(self) -> str:
        """Its query."""
        return self.page.query

    @property
    def has_csv(self) -> bool:
        """Whether a thing of this kind has a table as a file."""
        return self.page.has_csv

    def job(self, iri: str) -> Job:
        """Return the job of the page of one thing."""
        return self.page.job(iri)

    def second(self, found: Rows) -> str:
        """Return a further query from the rows of the first."""
        return self.page.second(_old(found)) if self.page.second else ""

    def html(self, templates: Pages, source: Source, thing: Thing, found: Rows, index: Index) -> bytes:
        """Return the page of a thing."""
        view = self.page.make(old.Context(thing, _old(found), index))
        return drawing.thing_page(templates, thing, view, source, self.query)

    def table(self, thing: Thing, found: Rows, index: Index) -> bytes:
        """Return the CSV document of a thing."""
        return drawing.csv(self.page.make(old.Context(thing, _old(found), index)).csv)


def _old(found: Rows) -> old_rows.Rows:
    def row(given: Iterable[tuple[str, Any]]) -> old_rows.Row:
        return {name: old_rows.Term("iri" if term.is_iri else term.type, str(term)) for name, term in given}

    return old_rows.Rows({section: tuple(row(given) for given in rows) for section, rows in found.items()})


PAGES: Final[Mapping[str, Page | OldPage]] = {
    "anomaly": Page("anomaly"),
    "breakdown": Page("breakdown", breakdown.context),
    "category": Page("category"),
    "check": Page("check", check.context, second=check.query),
    "claim": Page("claim"),
    "conduct": Page("conduct"),
    "definition": Page("definition"),
    "effect": Page("effect"),
    "generic": Page("generic", generic.context),
    "graph": OldPage(vocabulary.GRAPH_PAGE),
    "law": Page("law"),
    "measure": Page("measure", population.measure),
    "mention": Page("mention"),
    "note": Page("note"),
    "observation": Page("observation", observation.context),
    "part": Page("part", part.context, part.csv),
    "population": Page("population", population.population),
    "query": OldPage(vocabulary.QUERY_PAGE),
    "report": OldPage(document.PAGE),
    "scheme": Page("scheme"),
    "universe": Page("universe", population.universe),
}
"""The page of each kind of things, by `Kind.view`."""

DOCUMENTS: Final[Mapping[str, Page | OldPage]] = {
    "ns": OldPage(vocabulary.NS_PAGE),
    "shapes": OldPage(vocabulary.SHAPES_PAGE),
    "problems": OldPage(vocabulary.PROBLEMS_PAGE),
}
"""The pages of documents of hash terms, by their path."""


def page(thing: Thing) -> Page | OldPage:
    """Return the page of a thing; `generic` is for kinds that have none of their own."""
    return DOCUMENTS.get(thing.iri.removeprefix(vocab.BASE)) or PAGES.get(thing.kind.view, PAGES["generic"])
