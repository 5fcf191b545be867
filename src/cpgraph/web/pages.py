"""Pages, drawn by Jinja from values that are escaped; nothing in them runs a script."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

import jinja2

import cpgraph
from cpgraph import vocab
from cpgraph.queries import Query
from cpgraph.web.backend import GraphInfo
from cpgraph.web.names import Names
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

    def __init__(self, info: Callable[[], GraphInfo | None]) -> None:
        """Load the templates of the package; `info` tells what is served, once that is known."""
        self._info = info
        self._names: Names | None = None
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

    def compile(self) -> None:
        """Compile all templates, so that no page waits for it."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def render(self, name: str, **values: Any) -> bytes:
        """Draw a page."""
        return self._environment.get_template(name).render(**values).encode()

    @property
    def names(self) -> Names:
        """The prefixes of what is served, the project's own until that is known."""
        if self._names is None:
            info = self._info()
            if info is None:
                return Names(vocab.PREFIXES)
            self._names = Names(info.prefixes)
        return self._names

    def problem(self, problem: Problem, query: str | None) -> bytes:
        """Draw the page of a problem, with the query to be mended when there was one."""
        return self.render("problem.html", problem=problem, query=query, names=self.names)

    def editor(self, query: str, examples: Sequence[Query], example: Query | None) -> bytes:
        """Draw the editor with a query in it."""
        return self.render("editor.html", query=query, examples=examples, example=example, names=self.names)

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
        columns, rows = ([], []) if kind == "boolean" else (content["names"], content["rows"])
        return self.render(
            "result.html",
            kind=kind,
            answer=content,
            columns=columns,
            rows=[[cell(term, self.names) for term in row] for row in rows],
            total=head["rows"],
            shown=head["shown"],
            query=query,
            example=example,
            values=dict(values),
            findings=head.get("findings", ()),
            names=self.names,
            downloads=[
                (name, f"{action}?{urlencode([*values, ('format', name)])}") for name in _DOWNLOADS[kind]
            ],
        )


def cell(term: list[str] | None, names: Names) -> Cell:
    """Make a cell of a term as the workers write it; None is an unbound variable."""
    if term is None:
        return Cell("")
    kind, value, extra = term
    if kind == "iri":
        return Cell(names.shorten(value), describe_link(value), value)
    if kind == "literal":
        note = "" if extra == _STRING else extra if len(extra) < _LANGUAGES else names.shorten(extra)
        is_number = note in ("xsd:integer", "xsd:decimal", "xsd:double")
        return Cell(value, note="" if is_number else note, is_number=is_number)
    return Cell(f"_:{value}" if kind == "blank" else value)


def describe_link(iri: str) -> str:
    """Give the address that shows what the data say of an IRI."""
    return f"/sparql?query={quote(f'DESCRIBE <{iri}>')}&format=html"
