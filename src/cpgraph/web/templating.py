"""Pages, drawn by Jinja from values that are escaped, and what all of them say of the data that are served."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlencode

import jinja2

import cpgraph
from cpgraph import vocab
from cpgraph.queries import Param, Query
from cpgraph.results import Answer, Job
from cpgraph.web.engine.base import Engine
from cpgraph.web.pages import charts
from cpgraph.web.pages.compared import sides
from cpgraph.web.pages.filters import FILTERS, sentence
from cpgraph.web.pages.page import Row, Term, is_computed
from cpgraph.web.pages.text import Texts
from cpgraph.web.problems import Problem

if TYPE_CHECKING:
    from cpgraph.web.pages.page import Rows
    from cpgraph.web.pages.things import Index

_CALLED: Final = {"mention": "printedPlace", "observation": "number", "population": "group"}
_CAPITAL: Final = re.compile(r"(?<!^)[A-Z]")
_DIGITS: Final = re.compile(r"\d[\d,]*(?:\.\d+)?")
_MAIN: Final = ("cpg", "m", "fy", "qb", "sdmx-measure", "skos", "rdfs", "oa", "obs", "pop", "cat", "part")
_NUMBERS: Final = tuple(
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("integer", "decimal", "double")
)
_DOWNLOADS: Final = {
    "table": ("csv", "tsv", "json", "xml"),
    "boolean": ("json", "xml"),
    "graph": ("ttl", "nt", "jsonld", "rdf"),
}


class Templates:
    """The templates of the package, and what all pages know."""

    def __init__(self, engine: Engine, texts: Texts, *, has_editor: bool = False) -> None:
        """Load the templates; `engine` tells the prefixes of what is served, once that is known.

        `texts` are the copies of reports at hand, `has_editor` says whether a script that makes more of the query's
        field has been built.
        """
        self.texts = texts
        self._engine, self.has_editor = engine, has_editor
        self.index: Index | None = None  # what is known of the data; not read until it is first needed
        self.learn: Callable[[], Awaitable[object]] | None = None  # reads it; raises `Problem`
        self.environment = jinja2.Environment(
            loader=jinja2.PackageLoader("cpgraph.web"),
            autoescape=jinja2.select_autoescape(["html", "svg"]),
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            extensions=["jinja2.ext.do"],
        )
        self.environment.globals |= {
            "base": vocab.BASE,
            "license": vocab.LICENSE,
            "version": cpgraph.__version__,
            "places": {},  # of mentions in the copies of reports that are at hand
            "choices": self.choices,
            "names": self,
            "has_editor": has_editor,
            "is_copy": False,  # whether pages go into files
        }
        self.environment.tests |= {"number_term": _is_number, "computed": is_computed}
        self.environment.filters |= FILTERS
        self.environment.filters |= {"count": lambda number: f"{number:,}", "compared": sides}

    def compile(self) -> None:
        """Compile all templates, so that no page waits for it."""
        for name in self.environment.list_templates():
            self.environment.get_template(name)

    async def know(self, index: Index, ask: Callable[[Job], Awaitable[Rows]]) -> None:
        """Keep the index, and find in the copies at hand what it knows. Raises `Problem`."""
        self.index = index
        self.environment.globals["places"] = await self.texts.load(ask)

    async def ready(self) -> None:
        """Learn what all pages say, as far as it can be had; a page can be drawn without."""
        if self.learn is not None:
            with contextlib.suppress(Problem):
                await self.learn()

    def render(self, name: str, **values: Any) -> bytes:
        """Return what a template makes of values."""
        values = {"index": self.index, "address": "", "contents": [], "tables": [], "sort": "", **values}
        return self.environment.get_template(name).render(**values).encode()

    @property
    def prefixes(self) -> Mapping[str, str]:
        """The prefixes of what is served, the project's own until that is known."""
        return self._engine.info.prefixes if self._engine.info else vocab.PREFIXES

    def shorten(self, iri: str) -> str:
        """Return an IRI with a prefix, or without the project's base, where there is one."""
        start = max(iri.rfind("/"), iri.rfind("#")) + 1
        prefix = next((name for name, space in self.prefixes.items() if space == iri[:start]), None)
        return iri.removeprefix(vocab.BASE) if prefix is None else f"{prefix}:{iri[start:]}"

    def declarations(self, *, is_all: bool) -> str:
        """Return the prefixes as SPARQL declares them: all, or those that most queries need."""
        chosen = self.prefixes if is_all else [name for name in _MAIN if name in self.prefixes]
        return "".join(f"PREFIX {name}: <{self.prefixes[name]}>\n" for name in chosen)

    def choices(self, param: Param, most: int) -> list[tuple[str, str]]:
        """Return the values that a parameter can be chosen from, with their labels; none when they are too many."""
        found = self.index.choices(param.default or param.example or "") if self.index else {}
        return list(found.items()) if len(found) <= most else []

    def problem(self, problem: Problem, query: str | None) -> bytes:
        """Return the page of a problem, with the query to be mended when there was one."""
        return self.render("problem.html", problem=problem, query=query or "", added="")

    def result(
        self,
        answer: Answer,
        unknown: Sequence[str],
        *,
        action: str,
        values: Sequence[tuple[str, str]],
        query: str,
        example: Query | None = None,
    ) -> bytes:
        """Return the page of a result, with its query, and links to the same result in other formats.

        `unknown` are terms of the query that occur nowhere in the data.
        """
        content = json.loads(answer.body)
        record = f"{vocab.BASE}query/{example.id}" if example else ""
        links = [
            (name, f"{action}?{urlencode([*values, ('format', name)])}") for name in _DOWNLOADS[answer.kind]
        ]
        drawn = None
        if example and self.index and answer.kind == "table":
            drawn = charts.of_question(example, _rows(content), dict(values), self.index)
            content["rows"] = [_as_printed(row, self.index) for row in content["rows"]]
        return self.render(
            "result.html",
            chart=drawn,
            columns=_columns(
                () if answer.kind == "boolean" else content["names"], is_named=example is not None
            ),
            kind=answer.kind,
            content=content,
            total=answer.rows,
            shown=answer.shown,
            unknown=unknown,
            query=query,
            example=example,
            values=dict(values),
            address=action,
            link=f"{action}?{urlencode(values)}" if values else action,
            record=self.index.page(record) if self.index else "",
            downloads=links,
        )


def _columns(names: Sequence[str], *, is_named: bool) -> list[tuple[str, int, int]]:
    """Return the head of each column with the place of its terms and of their labels, -1 where there are none.

    The columns of a question are named for readers, and a thing stands in one column with its label.

    >>> _columns(["part", "partLabel", "meanSentence"], is_named=True)
    [('Part', 0, 1), ('Mean sentence', 2, -1)]
    """
    if not is_named:
        return [(name, place, -1) for place, name in enumerate(names)]
    places = {name: place for place, name in enumerate(names)}
    found = []
    for name, place in places.items():
        thing = "population" if name == "group" else name.removesuffix("Label")
        if thing == name or thing not in places:
            words = _CAPITAL.sub(lambda letter: f" {letter[0].lower()}", _CALLED.get(thing, thing))
            found.append(
                (
                    sentence(words),
                    place,
                    places.get(f"{name}Label", places.get("group", -1) if name == "population" else -1),
                )
            )
    return found


def _is_number(term: Sequence[str] | None) -> bool:
    return term is not None and term[2] in _NUMBERS


def _as_printed(row: Sequence[Any], index: Index) -> list[Any]:
    """Return a row in which a number is written as the report prints it, where the row names the number itself."""
    things = (index.things.get(term[1]) for term in row if term and term[0] == "iri")
    forms = {
        float(form.replace(",", "")): form
        for thing in things
        if thing
        for form in reversed(thing.printed)
        if _DIGITS.fullmatch(form)
    }
    return [
        [term[0], forms.get(float(term[1]), term[1]), term[2]] if _is_number(term) else term for term in row
    ]


def _rows(content: Mapping[str, Any]) -> list[Row]:
    """Return the rows of a result as the rows of a page are."""
    columns = frozenset(content["names"])
    named = (zip(content["names"], row, strict=True) for row in content["rows"])
    return [Row(columns, {name: Term(term[1]) for name, term in row if term}) for row in named]
