"""Pages, drawn by Jinja from values that are escaped; nothing in them runs a script."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol
from urllib.parse import quote, urlencode

import jinja2

import cpgraph
from cpgraph import vocab
from cpgraph.queries import Param, Query
from cpgraph.web.engine.base import GraphInfo
from cpgraph.web.names import Names
from cpgraph.web.pages.filters import FILTERS
from cpgraph.web.problems import Problem

_STRING: Final = "http://www.w3.org/2001/XMLSchema#string"
_DOWNLOADS: Final = {
    "table": ("csv", "tsv", "json", "xml"),
    "boolean": ("json", "xml"),
    "graph": ("ttl", "nt", "jsonld", "rdf"),
}
_LANGUAGES: Final = 12  # a language tag is at most about this long; datatypes are IRIs
_LANGUAGE: Final = "en"  # of the pages; what is in it needs no mark
_LABEL: Final = "Label"  # ends the name of a column that says in words what the column before it names


@dataclass(frozen=True, slots=True)
class Cell:
    """A term as a table shows it: its text, where it leads, and what is told of its type."""

    text: str
    href: str = ""
    note: str = ""
    is_number: bool = False
    language: str = ""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the data come from, as every page says it."""

    title: str
    href: str
    issued: str
    digest: str
    modified: str = ""
    citation: str = ""


class Labels(Protocol):
    """What the pages know of the things that have one."""

    def __contains__(self, iri: str, /) -> bool:
        """Say whether there is a page of a thing."""

    def label(self, iri: str) -> str:
        """Call a thing by its label."""

    def page(self, iri: str) -> str:
        """Give the path of its page."""

    def alike(self, iri: str) -> Sequence[tuple[str, str]]:
        """Give the things of its kind with their labels, itself among them."""


@dataclass(frozen=True, slots=True)
class Known:
    """What all pages say of the data that are served."""

    source: Origin
    labels: Labels


class Pages:
    """The templates and what all pages know."""

    def __init__(self, info: Callable[[], GraphInfo | None]) -> None:
        """Load the templates of the package; `info` tells what is served, once that is known."""
        self._info = info
        self._names: Names | None = None
        self.known: Known | None = None
        """Where the data come from and what things are called; not known until it is first needed."""
        self.has_editor = False
        """Whether a script that makes more of the query's field has been built."""
        self.learn: Callable[[], Awaitable[object]] | None = None
        """Makes it known. Raises `Problem` while the data are not loaded."""
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("cpgraph.web"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.do"],
        )
        self._environment.globals |= {
            "base": vocab.BASE,
            "license": vocab.LICENSE,
            "version": cpgraph.__version__,
            "choices": self.choices,
        }
        self._environment.filters |= FILTERS
        self._environment.filters["count"] = lambda number: f"{number:,}"
        self._environment.filters["describe_link"] = describe_link

    def compile(self) -> None:
        """Compile all templates, so that no page waits for it."""
        for name in self._environment.list_templates():
            self._environment.get_template(name)

    def render(self, name: str, **values: Any) -> bytes:
        """Draw a page."""
        values.setdefault("source", self.known.source if self.known else None)
        return self._environment.get_template(name).render(**values).encode()

    def choices(self, param: Param, most: int) -> list[tuple[str, str]]:
        """Give the values that a parameter can be chosen from, with their labels; none when they are too many."""
        if param.type != "iri" or self.known is None:
            return []
        given = vocab.BASE + (param.default or param.example or "")
        found = self.known.labels.alike(given) if given in self.known.labels else ()
        return [(iri.removeprefix(vocab.BASE), label) for iri, label in found] if len(found) <= most else []

    async def ready(self) -> None:
        """Learn what all pages say, as far as it can be had; a page can be drawn without."""
        if self.learn is not None:
            with contextlib.suppress(Problem):
                await self.learn()

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
        added = self.names.missing(query) if query else ""
        return self.render(
            "problem.html", problem=problem, query=added + (query or ""), added=added, names=self.names
        )

    def editor(
        self, query: str, topics: Sequence[tuple[str, Sequence[Query]]], example: Query | None
    ) -> bytes:
        """Draw the editor with a query in it, and the example queries by topic."""
        return self.render(
            "editor.html",
            has_editor=self.has_editor,
            query=query,
            topics=topics,
            example=example,
            names=self.names,
        )

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
        labels = self.known.labels if self.known else None
        is_called = [f"{name}{_LABEL}" not in columns for name in columns]
        record = f"{vocab.BASE}query/{example.id}" if example else ""
        return self.render(
            "result.html",
            kind=kind,
            answer=content,
            columns=columns,
            rows=[
                [
                    cell(term, self.names, labels, is_called=by)
                    for term, by in zip(row, is_called, strict=True)
                ]
                for row in rows
            ],
            total=head["rows"],
            shown=head["shown"],
            query=query,
            example=example,
            values=dict(values),
            link=f"{action}?{urlencode(values)}" if values else action,
            record=labels.page(record) if labels is not None and record in labels else "",
            findings=head.get("findings", ()),
            names=self.names,
            downloads=[
                (name, f"{action}?{urlencode([*values, ('format', name)])}") for name in _DOWNLOADS[kind]
            ],
        )


def cell(
    term: list[str] | None, names: Names, labels: Labels | None = None, *, is_called: bool = True
) -> Cell:
    """Make a cell of a term as the workers write it; None is an unbound variable.

    What has a page leads there, and is called by its label, or by its short name when not `is_called`.
    """
    if term is None:
        return Cell("")
    kind, value, extra = term
    if kind == "iri":
        if labels is not None and value in labels:
            text = labels.label(value) if is_called else names.shorten(value)
            return Cell(text, labels.page(value), value)
        return Cell(names.shorten(value), describe_link(value), value)
    if kind == "literal":
        if extra == _STRING:
            return Cell(value)
        if len(extra) < _LANGUAGES:
            return Cell(value, language="" if extra == _LANGUAGE else extra)
        note = names.shorten(extra)
        is_number = note in ("xsd:integer", "xsd:decimal", "xsd:double")
        return Cell(value, note="" if is_number else note, is_number=is_number)
    return Cell(f"_:{value}" if kind == "blank" else value)


def describe_link(iri: str) -> str:
    """Give the address that shows what the data say of an IRI."""
    return f"/sparql?query={quote(f'DESCRIBE <{iri}>')}&format=html"
