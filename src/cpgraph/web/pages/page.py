"""A kind of page: its query, its template, and what is computed for it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from cpgraph.results import Job
from cpgraph.web.pages import address, rows
from cpgraph.web.pages.index import Index, Thing
from cpgraph.web.pages.rows import Properties, Rows
from cpgraph.web.templating import Pages

_FORMATS: Final = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML", "csv": "CSV"}
_LONGEST: Final = 6000  # characters of a query that go into an address


@dataclass(frozen=True, slots=True)
class Context:
    """What a page is made of: the thing, the rows of its query, what is said of it, and the index."""

    thing: Thing
    rows: Rows
    out: Properties
    index: Index


class Point(NamedTuple):
    """A value in a chart: its label, its number, how it is printed, its interval, which of several series."""

    label: str
    value: float
    shown: str
    low: float | None = None
    high: float | None = None
    series: int = 0

    @property
    def end(self) -> float:
        """How far its drawing reaches."""
        return max(self.value, self.high or self.value)


@dataclass(frozen=True)
class Page:
    """A kind of page: `queries/<name>.rq`, `templates/<name>.html`, and what is computed for the template.

    `second` gives a further query from the rows of the first; its rows are the section `found`. `csv` gives the
    lines of the CSV document, its head first; a page names it where its context says `has_csv`.
    """

    name: str
    context: Callable[[Context], Mapping[str, Any]] | None = None
    csv: Callable[[Context], Iterable[Sequence[str]]] | None = None
    second: Callable[[Rows], str] | None = None

    @cached_property
    def query(self) -> str:
        """Its query."""
        return rows.query(self.name)

    @property
    def has_csv(self) -> bool:
        """Whether a thing of this kind has a table as a file."""
        return self.csv is not None

    def job(self, iri: str) -> Job:
        """Return the job of the page of one thing."""
        return rows.job(self.query, iri)

    def html(self, templates: Pages, thing: Thing, found: Rows, index: Index) -> bytes:
        """Return the page of a thing."""
        ctx = Context(thing, found, rows.properties(found["out"]), index)
        more = self.context(ctx) if self.context else {}
        suffixes = [suffix for suffix in _FORMATS if suffix != "csv" or more.get("has_csv")]
        return templates.render(
            f"{self.name}.html",
            thing=thing,
            rows=found,
            out=ctx.out,
            index=index,
            contents=[],  # the sections of the page, gathered by the macro `section`
            formats=[
                (_FORMATS[name], address.SUFFIXES[name], address.document(thing.iri, name))
                for name in suffixes
            ],
            data=index.catalog.page(thing, ["html", *suffixes]),
            query=_editor_link(self.query, thing.iri),
            **more,
        )

    def table(self, thing: Thing, found: Rows, index: Index) -> bytes:
        """Return the CSV document of a thing (RFC 4180)."""
        text = io.StringIO()
        if self.csv is not None:
            csv.writer(text).writerows(self.csv(Context(thing, found, rows.properties(found["out"]), index)))
        return text.getvalue().encode()


def _editor_link(query: str, iri: str) -> str:
    """Return the address of the editor with the query that the page is made from."""
    text = rows.standalone(query, iri)
    return f"/sparql?query={quote(text)}&edit=1" if len(text) < _LONGEST else ""
