"""The query of a page, made of named sections in a file, and its rows by section.

One page costs one query, however much it shows: each section is a graph pattern in which `?this` is the thing
that the page is about, and the sections are joined by UNION. A file in `queries/` has, in this order:

    # include: evidence, anomalies      whose sections it has too
    # name: part                        what follows is the section `part`
    ?part qb:observation ?this

`$name` stands for a pattern of `queries/patterns.rq`. A line that begins with # is a comment.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from string import Template
from textwrap import indent
from typing import Final

from cpgraph import vocab
from cpgraph.results import Job

_FILES: Final = Path(__file__).parent / "queries"
_NAME: Final = re.compile(r"^# name: (\S+)$", re.MULTILINE)
_INCLUDE: Final = re.compile(r"^# include: (.+)$", re.MULTILINE)
_COMMENT: Final = re.compile(r"^#.*\n?", re.MULTILINE)
_PREFIXED: Final = re.compile(r"(?<![\w<?$])([a-z][a-z-]*):[A-Za-z_]")
_THIS: Final = re.compile(r"\?this\b")
_PROJECTED: Final = re.compile(r"(SELECT (?:DISTINCT )?)\?this (?=[?(])")
_MOST_ROWS: Final = 2_000_000
_MOST_BYTES: Final = 256 * 2**20


def _sections(name: str) -> dict[str, str]:
    """Return the sections of a file and of those that it includes; its own win."""
    head, *parts = _NAME.split((_FILES / f"{name}.rq").read_text(encoding="utf-8"))
    found: dict[str, str] = {}
    for names in _INCLUDE.findall(head):
        for included in names.split(", "):
            found |= _sections(included)
    return found | {
        section: _COMMENT.sub("", body).strip() for section, body in zip(parts[::2], parts[1::2], strict=True)
    }


@cache
def _patterns() -> Mapping[str, str]:
    """Return the patterns that sections share; one may hold another."""
    found = _sections("patterns")
    return {name: Template(body).substitute(found) for name, body in found.items()}


def query(name: str, *, is_of_thing: bool = True) -> str:
    """Return the query of a page, by default of a kind of things; its rows say in `?section` where they come from."""
    sections = (_sections("every") if is_of_thing else {}) | _sections(name)
    branches = "\n  UNION\n".join(
        f'  {{\n{indent(Template(body).substitute(_patterns()), "    ")}\n    BIND("{section}" AS ?section)\n  }}'
        for section, body in sections.items()
    )
    text = f"SELECT DISTINCT * WHERE {{\n{branches}\n}}\n"
    prefixes = sorted(set(_PREFIXED.findall(text)))
    return "".join(f"PREFIX {prefix}: <{vocab.PREFIXES[prefix]}>\n" for prefix in prefixes) + text


def standalone(text: str, this: str) -> str:
    """Return the query with the thing written into it, so that any engine answers it as quickly as with it bound.

    A name stands in its place everywhere, since engines do not join VALUES into each branch before they walk it.

    >>> print(standalone("SELECT * WHERE { { SELECT DISTINCT ?this ?x WHERE { ?this ?p ?x } } }", "http://a/b"))
    PREFIX this: <http://a/b>
    SELECT * WHERE { { SELECT DISTINCT ?x WHERE { this: ?p ?x } } }
    """
    projected = _PROJECTED.sub(lambda found: found[1], text)
    grouped = projected.replace("GROUP BY ?this ", "GROUP BY ")
    return f"PREFIX this: <{this}>\n" + _THIS.sub("this:", grouped)


def job(text: str, this: str = "") -> Job:
    """Return the job of a page's query; `this` is the thing that the page is about."""
    bindings = (("this", f"<{this}>"),) if this else ()
    return Job(text, "json", max_rows=_MOST_ROWS, max_bytes=_MOST_BYTES, bindings=bindings)


class Term(str):
    """An RDF term of a result: its IRI or its text, empty where a variable is unbound."""

    __slots__ = ("type",)
    type: str

    def __new__(cls, value: str = "", type: str = "") -> Term:  # noqa: A002 - as the JSON format calls it
        """Make a term; its type is uri, literal, bnode or triple."""
        term = super().__new__(cls, value)
        term.type = type
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


def named(name: str) -> str:
    """Return the IRI of a prefixed name; a name that no vocabulary of the project has is an error.

    >>> named("rdfs:label")
    'http://www.w3.org/2000/01/rdf-schema#label'
    """
    prefix, _, local = name.partition(":")
    return vocab.NAMESPACES[prefix][local].value


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
        Row(columns, {name: Term(cell["value"], cell["type"]) for name, cell in binding.items()})
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
