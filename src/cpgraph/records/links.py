"""Links from things of the data to other datasets, and what links need besides: subjects and code systems."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AfterValidator, Field

from cpgraph.records.common import Line, Record, Slug


def _expression(text: str) -> str:
    """Check that a text is a regular expression."""
    try:
        re.compile(text)
    except re.error as error:
        raise ValueError(f"not a regular expression: {error}") from error
    return text


class CodeSystem(Record):
    """A system of codes that others keep: whose data hold its codes, and what one of them looks like."""

    id: Slug
    label: Line
    definition: Line
    used_by: Line
    pattern: Annotated[Line, AfterValidator(_expression)]


class Topic(Record):
    """A subject, or a class or variable of another dataset that has no address of its own."""

    id: Slug
    label: Line
    definition: Line
    alt: tuple[Line, ...] = ()


class FiscalYear(Record):
    """The first and the last day of a budget year, by the law that says so; it is named by the year of the last."""

    begins: Annotated[Line, Field(pattern=r"\d\d-\d\d")]
    ends: Annotated[Line, Field(pattern=r"\d\d-\d\d")]
    source: Line


class Topics(Record):
    """The topics file."""

    fiscal_year: FiscalYear | None = None
    code_systems: tuple[CodeSystem, ...]
    topics: tuple[Topic, ...]


@dataclass(frozen=True)
class Link:
    """One link: `entity` is an IRI of ours, `relation` a prefixed term, `target` an IRI or a text.

    `code_system` names the system of a code and is empty otherwise. `seen` tells that the identifier
    itself was seen in a source; else only the rule that makes such identifiers is documented.
    """

    entity: str
    relation: str
    target: str
    is_iri: bool
    code_system: str
    seen: bool


@dataclass(frozen=True)
class Place:
    """A place by its prefixed name, and the place in which it lies; a district has no label here."""

    name: str
    label: str
    within: str
    source: str


@dataclass(frozen=True)
class Links:
    """All links, the topics and code systems by id, what a fiscal year is, and places."""

    code_systems: Mapping[str, CodeSystem] = field(default_factory=dict)
    topics: Mapping[str, Topic] = field(default_factory=dict)
    links: tuple[Link, ...] = ()
    fiscal_year: FiscalYear | None = None
    places: tuple[Place, ...] = ()
