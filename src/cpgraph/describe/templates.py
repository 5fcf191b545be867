"""Triples from the Turtle templates of this folder, so that what is always the same is read as Turtle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from pyoxigraph import RdfFormat, parse

from cpgraph.triples import Triple, english
from cpgraph.vocab import PREFIXES

_PREFIXES: Final = "".join(f"@prefix {name}: <{iri}> .\n" for name, iri in PREFIXES.items())


def render(template: str, **values: Any) -> str:
    """A template filled with values; its filter `en` writes a text as an English literal."""
    environment = Environment(  # noqa: S701 - Turtle is no HTML, and what is quoted goes through `en`
        loader=FileSystemLoader(Path(__file__).parent),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["en"] = lambda text: str(english(text))
    return environment.get_template(template).render(**values)


def triples(template: str, **values: Any) -> Iterator[Triple]:
    """The triples of a template filled with values."""
    text = _PREFIXES + render(template, **values)
    for quad in parse(text, format=RdfFormat.TURTLE):
        yield quad.subject, quad.predicate, quad.object
