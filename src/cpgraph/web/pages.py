"""Pages, drawn by Jinja from values that are escaped; nothing in them runs a script."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

import jinja2

import cpgraph
from cpgraph import vocab
from cpgraph.queries import Query
from cpgraph.web.problems import Problem

_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_DOWNLOADS: Final = {
    "table": ("csv", "tsv", "json", "xml"),
    "boolean": ("json", "xml"),
    "graph": ("ttl", "nt", "jsonld", "rdf"),
}
_LANGUAGES: Final = 12  # a language tag is at most about this long; datatypes are IRIs


@dataclass(frozen=True, slots=True)
class Cell:
    """A term as a table shows it: its text, where it leads, and what is told of its type."""

    text: str
    href: str = ""
    note: str = ""
    is_number: bool = False


class Pages:
    """The templates and what all pages know."""

    def __init__(self) -> None:
        """Load the templates of the package."""
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("cpgraph.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals |= {"base": vocab.BASE, "version": cpgraph.__version__}
        self._environment.filters["count"] = lambda number: f"{number:,}"
        self._environment.filters["describe_link"] = describe_link

    def render(self, name: str, **values: Any) -> bytes:
        """Draw a page."""
        return self._environment.get_template(name).render(**values).encode()

    def problem(self, problem: Problem) -> bytes:
        """Draw the page of a problem."""
        return self.render("problem.html", problem=problem)

    def result(
        self,
        kind: str,
        head: Mapping[str, Any],
        body: bytes,
        action: str,
        values: Sequence[tuple[str, str]],
        *,
        query: str,
        example: Query | None = None,
    ) -> bytes:
        """Draw a result with the query that gave it, and links to the same result in other formats."""
        content = json.loads(body)
        names, rows = ([], []) if kind == "boolean" else (content["names"], content["rows"])
        return self.render(
            "result.html",
            kind=kind,
            answer=content,
            names=names,
            rows=[[cell(term) for term in row] for row in rows],
            total=head["rows"],
            shown=head["shown"],
            query=query,
            example=example,
            values=dict(values),
            downloads=[
                (name, f"{action}?{urlencode([*values, ('format', name)])}") for name in _DOWNLOADS[kind]
            ],
        )


def cell(term: list[str] | None) -> Cell:
    """Make a cell of a term as the workers write it; None is an unbound variable."""
    if term is None:
        return Cell("")
    kind, value, extra = term
    if kind == "iri":
        return Cell(shorten(value), describe_link(value), value)
    if kind == "literal":
        note = "" if extra == _STRING else extra if len(extra) < _LANGUAGES else shorten(extra)
        is_number = note in ("xsd:integer", "xsd:decimal", "xsd:double")
        return Cell(value, note="" if is_number else note, is_number=is_number)
    return Cell(f"_:{value}" if kind == "blank" else value)


def shorten(iri: str) -> str:
    """Write an IRI with one of the project's prefixes where that is shorter.

    >>> shorten("http://purl.org/linked-data/cube#Observation")
    'qb:Observation'
    """
    start = max(iri.rfind("/"), iri.rfind("#")) + 1
    for prefix, namespace in vocab.PREFIXES.items():
        if namespace == iri[:start]:
            return f"{prefix}:{iri[start:]}"
    return iri.removeprefix(vocab.BASE)


def describe_link(iri: str) -> str:
    """Give the address that shows what the data say of an IRI."""
    return f"/sparql?query={quote(f'DESCRIBE <{iri}>')}&format=html"


def prefix_lines() -> str:
    """Give the declarations of the project's prefixes, as an editor begins with them."""
    return "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in vocab.PREFIXES.items())
