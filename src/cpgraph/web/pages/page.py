"""A kind of page: its query, its template, and what is computed for it; and the rows of its query."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final, TypeVar
from urllib.parse import quote

import jinja2
from jinja2 import pass_context
from jinja2.filters import do_striptags
from jinja2.runtime import Context as Variables

from cpgraph.results import Job
from cpgraph.web.pages import sections
from cpgraph.web.pages.things import SUFFIXES, Index, Thing, document, named, natural

if TYPE_CHECKING:
    from cpgraph.web.pages.charts import Chart

_FORMATS: Final = {"ttl": "Turtle", "jsonld": "JSON-LD", "nt": "N-Triples", "rdf": "RDF/XML", "csv": "CSV"}
_LONGEST: Final = 6000  # characters of a query that go into an address
T = TypeVar("T")
_MOST_ROWS: Final = 2_000_000
_MOST_BYTES: Final = 256 * 2**20
_THIS: Final = re.compile(r"\?this\b")
_NUMBER: Final = re.compile(r"-?(?:\d[\d,]*)?\.?\d+")
_SORT: Final = re.compile(r"[1-9]\d?\.-?[1-9]\d?")
_PROJECTED: Final = re.compile(r"(SELECT (?:DISTINCT )?)\?this (?=[?(])")


class Term(str):
    """An RDF term of a result: its IRI or its text, empty where a variable is unbound."""

    __slots__ = ("datatype", "type")
    type: str
    datatype: str

    def __new__(cls, value: str = "", type: str = "", datatype: str = "") -> Term:  # noqa: A002 - as in the JSON format
        """Make a term; its type is uri, literal, bnode or triple."""
        term = super().__new__(cls, value)
        term.type, term.datatype = type, datatype
        return term

    @property
    def is_iri(self) -> bool:
        """Whether it names a thing."""
        return self.type == "uri"


_UNBOUND: Final = Term()


class Row:
    """A row of a result: its columns are attributes; one that the query does not have is an `AttributeError`."""

    __slots__ = ("_columns", "_terms")

    def __init__(self, columns: frozenset[str], terms: Mapping[str, Term]) -> None:
        """Make a row of the columns that are bound in it."""
        self._columns, self._terms = columns, terms

    def __getattr__(self, name: str) -> Term:
        """Return the term of a column."""
        if name not in self._columns:
            raise AttributeError(f"The query has no column ?{name}.")
        return self._terms.get(name, _UNBOUND)

    def __iter__(self) -> Iterator[tuple[str, Term]]:
        """Return the bound columns with their terms."""
        return iter(self._terms.items())


class Rows(dict[str, list[Row]]):
    """The rows of a page's query by section; a section that found nothing is empty."""

    def __missing__(self, section: str) -> list[Row]:
        """Return no rows."""
        return []

    def first(self, section: str) -> Row | None:
        """Return the first row of a section."""
        return next(iter(self[section]), None)


class Properties(dict[str, list[Term]]):
    """What is said of a thing: the values of each property, sorted.

    Properties are looked up by their prefixed names: `out["cpg:measure"]`.
    """

    def __missing__(self, name: str) -> list[Term]:
        """Return the values of a property by its prefixed name."""
        return self.get(named(name), [])

    def first(self, name: str) -> Term:
        """Return the first value of a property, the empty term where it has none."""
        return next(iter(self[name]), _UNBOUND)


def read(body: bytes) -> Rows:
    """Return the rows of the result of a page's query, in the JSON format of SPARQL results."""
    found = Rows()
    for row in table(body):
        found.setdefault(row.section, []).append(row)
    return found


def table(body: bytes) -> list[Row]:
    """Return the rows of the result of any SELECT query, in the JSON format of SPARQL results."""
    content = json.loads(body)
    columns = frozenset(content["head"]["vars"])
    return [
        Row(
            columns,
            {
                name: Term(cell["value"], cell["type"], cell.get("datatype", ""))
                for name, cell in binding.items()
            },
        )
        for binding in content["results"]["bindings"]
    ]


def properties(rows: Iterable[Row]) -> Properties:
    """Return what rows say of a thing, by the property ?p and the value ?o."""
    found = Properties()
    for row in rows:
        found.setdefault(row.p, []).append(row.o)
    for values in found.values():
        values.sort()
    return found


def standalone(text: str, this: str) -> str:
    """Return the query with the thing written into it, so that any engine answers it as quickly as with it bound.

    A name stands in its place everywhere, since engines do not join VALUES into each branch before they walk it.

    >>> print(standalone("SELECT * WHERE { { SELECT DISTINCT ?this ?x WHERE { ?this ?p ?x } } }", "http://a/b"))
    PREFIX this: <http://a/b>
    SELECT * WHERE { { SELECT DISTINCT ?x WHERE { this: ?p ?x } } }
    """
    grouped = _PROJECTED.sub(r"\1", text).replace("GROUP BY ?this ", "GROUP BY ")
    return f"PREFIX this: <{this}>\n" + _THIS.sub("this:", grouped)


@pass_context
def arranged(
    variables: Variables, lines: Sequence[Sequence[str]]
) -> tuple[int, int, Sequence[Sequence[str]]]:
    """Return which table of the page the lines are, the column they are sorted by (negative: downwards), the lines.

    The address says which: `?sort=2.-3` sorts the second table by its third column, the largest first.
    """
    variables["tables"].append(lines)
    number = len(variables["tables"])
    place, _, column = variables["sort"].partition(".")
    by = int(column or 0) if place == str(number) else 0
    if not by or abs(by) > len(lines[0]):
        return number, 0, lines
    return number, by, in_order(lines, lambda line: do_striptags(line[abs(by) - 1]), is_down=by < 0)


def is_computed(row: Row) -> bool:
    """Return whether the number of a row is computed here and nowhere printed."""
    return row.how == named("cpg:Derived")


def sort_of(parameters: Mapping[str, str]) -> str:
    """Return what an address says of the order of a table; nothing where that is no order."""
    asked = parameters.get("sort", "")
    return asked if _SORT.fullmatch(asked) else ""


def in_order(items: Iterable[T], text: Callable[[T], str], *, is_down: bool) -> list[T]:
    """Return items by the texts that stand for them, up or down: numbers, then words, then what is empty.

    >>> in_order(["b", "1,852", "", "33.0 percent", "a 2"], str, is_down=True)
    ['1,852', '33.0 percent', 'b', 'a 2', '']
    """
    found = [(_NUMBER.match(shown), shown, item) for item in items for shown in [text(item)]]
    numbers = [(float(number[0].replace(",", "")), item) for number, _, item in found if number]
    words = [(natural(shown), item) for number, shown, item in found if shown and not number]
    numbers.sort(key=lambda pair: pair[0], reverse=is_down)
    words.sort(key=lambda pair: pair[0], reverse=is_down)
    blanks = [item for _, shown, item in found if not shown]
    return [item for _, item in numbers] + [item for _, item in words] + blanks


def job_of(text: str, this: str = "") -> Job:
    """Return the job of a page's query; `this` is the thing that the page is about."""
    bindings = (("this", f"<{this}>"),) if this else ()
    return Job(text, "json", max_rows=_MOST_ROWS, max_bytes=_MOST_BYTES, bindings=bindings)


@dataclass(frozen=True, slots=True)
class Context:
    """What a page is made of: the thing, the rows of its query, what is said of it, and the index."""

    thing: Thing
    rows: Rows
    out: Properties
    index: Index


@dataclass(frozen=True)
class Page:
    """A kind of page: `queries/<name>.rq`, `templates/<name>.html`, and what is computed for the template.

    `second` returns a further query from the rows of the first; its rows are the section `found`. `csv` returns
    the lines of the CSV document, its head first; a page names it where its context says `has_csv`. `draws` says
    whether its context can have a `chart`, which has documents of its own, and a CSV document where `csv` has no line.
    """

    name: str
    context: Callable[[Context], Mapping[str, Any]] | None = None
    csv: Callable[[Context], Iterable[Sequence[str]]] | None = None
    second: Callable[[Rows], str] | None = None
    draws: bool = False

    @property
    def lacks(self) -> Sequence[str]:
        """The suffixes of the documents that no thing with this page has."""
        return () if self.draws else ("svg", "png") if self.csv else ("svg", "png", "csv")

    @cached_property
    def query(self) -> str:
        """Its query."""
        return sections.query(self.name)

    def job(self, iri: str) -> Job:
        """Return the job of the page of one thing."""
        return job_of(self.query, iri)

    def values(self, ctx: Context) -> dict[str, Any]:
        """Return what is computed for the page of a thing, its chart with an address and a source."""
        more = dict(self.context(ctx)) if self.context else {}
        if chart := more.get("chart"):
            address = document(ctx.thing.iri, "svg").removesuffix(".svg")
            called = (chart.source or ctx.thing.label).rstrip(".")
            source = ", ".join(dict.fromkeys((called, ctx.index.report_of(ctx.thing.iri))))
            more["chart"] = replace(chart, address=address, source=source, query=self._editor(ctx.thing.iri))
        return more

    def drawn(self, thing: Thing, found: Rows, index: Index) -> Chart | None:
        """Return the chart of a thing, where it has one."""
        ctx = Context(thing, found, properties(found["out"]), index)
        return self.values(ctx).get("chart") if self.draws else None

    def _editor(self, iri: str) -> str:
        text = standalone(self.query, iri)
        return f"/sparql?query={quote(text)}&edit=1" if len(text) < _LONGEST else ""

    def html(
        self,
        environment: jinja2.Environment,
        thing: Thing,
        found: Rows,
        index: Index,
        sort: str = "",
        glance: Sequence[Chart] = (),
    ) -> bytes:
        """Return the page of a thing; `sort` is how a table is asked for, `glance` the charts of questions on it."""
        ctx = Context(thing, found, properties(found["out"]), index)
        more = self.values(ctx)
        formats = [
            (called, SUFFIXES[name], document(thing.iri, name))
            for name, called in _FORMATS.items()
            if thing.view != "problems" and (name != "csv" or more.get("has_csv"))
        ]
        page = environment.get_template(f"{self.name}.html").render(
            thing=thing,
            rows=found,
            out=ctx.out,
            index=index,
            contents=[],  # the sections of the page, gathered by the macro `section`
            tables=[],
            sort=sort,
            formats=formats,
            query=self._editor(thing.iri),
            glance=glance,
            **more,
        )
        return page.encode()

    def table(self, thing: Thing, found: Rows, index: Index) -> bytes:
        """Return the CSV document of a thing (RFC 4180)."""
        text, ctx = io.StringIO(), Context(thing, found, properties(found["out"]), index)
        lines = list(self.csv(ctx)) if self.csv else []
        if len(lines) < 2 and (chart := self.drawn(thing, found, index)):
            lines = chart.rows
        csv.writer(text).writerows(lines)
        return text.getvalue().encode()
