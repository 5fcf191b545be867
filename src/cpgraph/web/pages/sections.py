"""The query of a page, made of named sections in a file.

One page costs one query, however much it shows: each section is a graph pattern in which `?this` is the thing
that the page is about, and the sections are joined by UNION. A file in `queries/` has, in this order:

    # include: evidence, anomalies      whose sections it has too
    # name: part                        what follows is the section `part`
    ?part qb:observation ?this

`$name` stands for a pattern of `queries/patterns.rq`. A line that begins with # is a comment.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Template
from textwrap import indent
from typing import Final

from cpgraph import vocab

_FILES: Final = Path(__file__).parent / "queries"
_NAME: Final = re.compile(r"^# name: (\S+)$", re.MULTILINE)
_INCLUDE: Final = re.compile(r"^# include: (.+)$", re.MULTILINE)
_COMMENT: Final = re.compile(r"^#.*\n?", re.MULTILINE)
_PREFIXED: Final = re.compile(r"(?<![\w<?$])([a-z][a-z-]*):[A-Za-z_]")


def query(name: str, *, is_of_thing: bool = True) -> str:
    """Return the query of a page, by default of a kind of things; its rows say in `?section` where they come from."""
    sections = (_sections("every") if is_of_thing else {}) | _sections(name)
    branches = "\n  UNION\n".join(
        f'  {{\n{indent(Template(body).substitute(_patterns()), "    ")}\n    BIND("{section}" AS ?section)\n  }}'
        for section, body in sections.items()
    )
    return _declared(f"SELECT DISTINCT * WHERE {{\n{branches}\n}}\n")


@cache
def document(name: str) -> str:
    """Return a query of which documents are made: a section of `queries/documents.rq`."""
    return _declared(Template(_sections("documents")[name]).substitute(_patterns()))


def _declared(text: str) -> str:
    prefixes = sorted(set(_PREFIXED.findall(text)))
    return "".join(f"PREFIX {prefix}: <{vocab.PREFIXES[prefix]}>\n" for prefix in prefixes) + text


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
