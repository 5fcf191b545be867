"""One page, one query: sections of graph patterns joined into one SELECT, and its rows apart again.

Each section is a graph pattern in which `?this` is the thing the page is about; the engine binds it. A page
so costs one round trip to a worker (or to a SPARQL service), however much it shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from cpgraph import vocab
from cpgraph.store import Job

_MANY: Final = 2_000_000
_BYTES: Final = 256 * 2**20
_PREFIXED: Final = re.compile(r"(?<![\w<?$])([a-z][a-z-]*):[A-Za-z_]")

_THIS: Final = re.compile(r"\?this\b")
_PROJECTED: Final = re.compile(r"(SELECT (?:DISTINCT )?)\?this (?=[?(])")

OWNED: Final = (
    "(oa:hasTarget|(oa:hasTarget/oa:hasSelector)|spdx:checksum|qb:component|sh:declare|dcat:distribution"
    "|void:classPartition|void:propertyPartition)"
)
"""The ways to what is described only within the document of a thing, and is named after it."""


@dataclass(frozen=True, slots=True)
class Term:
    """An RDF term of a result: `kind` is iri, literal, blank or triple; `extra` the language or datatype."""

    kind: str
    value: str
    extra: str = ""

    @property
    def is_iri(self) -> bool:
        """Whether it names a thing."""
        return self.kind == "iri"


Row = Mapping[str, Term]


def text(row: Row, name: str) -> str:
    """Give a column as text, empty where it is unbound."""
    term = row.get(name)
    return "" if term is None else term.value


def number(row: Row, name: str) -> Decimal | None:
    """Give a column as a number, None where it is unbound."""
    term = row.get(name)
    return None if term is None else Decimal(term.value)


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a page's query by section."""

    sections: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)

    def __getitem__(self, section: str) -> tuple[Row, ...]:
        """Give the rows of a section, none when it has none."""
        return self.sections.get(section, ())

    def sorted(self, section: str, *names: str) -> list[Row]:
        """Give the rows of a section, each once, in the order of some columns."""
        return sorted(unique(self[section]), key=lambda row: [text(row, name) for name in names])

    def with_section(self, name: str, rows: tuple[Row, ...]) -> Rows:
        """Give the same rows and a section more."""
        return Rows({**self.sections, name: rows})

    def properties(self) -> Properties:
        """Give what the section `out` says of the thing."""
        found: dict[str, list[Term]] = {}
        for row in self["out"]:
            found.setdefault(row["p"].value, []).append(row["o"])
        return Properties({p: sorted(o, key=lambda term: term.value) for p, o in found.items()})


def unique(rows: Iterable[Row]) -> Iterator[Row]:
    """Give each row once, in order of appearance."""
    seen: set[tuple[tuple[str, Term], ...]] = set()
    for row in rows:
        key = tuple(sorted(row.items(), key=lambda item: item[0]))
        if key not in seen:
            seen.add(key)
            yield row


@dataclass(frozen=True, slots=True)
class Properties:
    """What a thing is said to be: the values of each property, sorted."""

    values: Mapping[str, list[Term]]

    def all(self, predicate: object) -> list[Term]:
        """Give all values of a property."""
        return self.values.get(getattr(predicate, "value", str(predicate)), [])

    def iris(self, predicate: object) -> list[str]:
        """Give the things a property leads to."""
        return [term.value for term in self.all(predicate) if term.is_iri]

    def iri(self, predicate: object) -> str:
        """Give the first thing a property leads to, or nothing."""
        return next(iter(self.iris(predicate)), "")

    def text(self, predicate: object) -> str:
        """Give the first value of a property as text, or nothing."""
        return next((term.value for term in self.all(predicate)), "")

    def number(self, predicate: object) -> Decimal | None:
        """Give the first value of a property as a number."""
        value = self.text(predicate)
        return Decimal(value) if value else None


def query(sections: Mapping[str, str]) -> str:
    """Join sections into one query; its rows say in `?section` where they come from."""
    branches = [
        f'  {{ {" ".join(body.split())} BIND("{name}" AS ?section) }}' for name, body in sections.items()
    ]
    joined = "\n  UNION\n".join(branches)
    body = f"SELECT * WHERE {{\n{joined}\n}}\n"
    used = sorted(set(_PREFIXED.findall(body)))
    return "".join(f"PREFIX {name}: <{vocab.PREFIXES[name]}>\n" for name in used) + body


def standalone(text_: str, this: str) -> str:
    """Write the thing into a page's query, so that any engine answers it as quickly as with the term bound.

    A name stands in its place everywhere, since engines do not join VALUES into each branch before they walk it.

    >>> print(standalone("SELECT * WHERE { { SELECT DISTINCT ?this ?x WHERE { ?this ?p ?x } } }", "http://a/b"))
    PREFIX this: <http://a/b>
    SELECT * WHERE { { SELECT DISTINCT ?x WHERE { this: ?p ?x } } }
    """
    projected = _PROJECTED.sub(lambda found: found[1], text_)
    grouped = projected.replace("GROUP BY ?this ", "GROUP BY ")
    return f"PREFIX this: <{this}>\n" + _THIS.sub("this:", grouped)


def seed(variable: str, pattern: str) -> str:
    """Make a pattern that is matched before what follows it: engines do not join into a limited subquery.

    Without it the embedded engine may walk a long path once for every row of the rest.
    """
    return f"{{ SELECT DISTINCT ?this ?{variable} WHERE {{ {pattern} }} LIMIT 100000 }}"


def job(text_: str, this: str | None = None) -> Job:
    """Make the job of a page's query; `this` is the IRI the page is about."""
    bindings = () if this is None else (("this", f"<{this}>"),)
    return Job(text_, "json", max_rows=_MANY, max_bytes=_BYTES, bindings=bindings)


def read(body: bytes) -> Rows:
    """Read the result of a page's query, as SPARQL 1.1 Query Results JSON."""
    found: dict[str, list[Row]] = {}
    for binding in json.loads(body)["results"]["bindings"]:
        section = binding.pop("section")["value"]
        row = {name: _term(cell) for name, cell in binding.items()}
        found.setdefault(section, []).append(row)
    return Rows({name: tuple(rows) for name, rows in found.items()})


def table(body: bytes) -> tuple[Row, ...]:
    """Read the rows of any SELECT, as SPARQL 1.1 Query Results JSON."""
    bindings = json.loads(body)["results"]["bindings"]
    return tuple({name: _term(cell) for name, cell in binding.items()} for binding in bindings)


def _term(cell: Mapping[str, str]) -> Term:
    kind = cell["type"]
    if kind == "uri":
        return Term("iri", cell["value"])
    extra = cell.get("xml:lang") or cell.get("datatype", "")
    return Term("literal" if kind in ("literal", "typed-literal") else kind, cell["value"], extra)
