"""Things shared by all reports: bodies, works, source documents, districts and states."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from cpgraph.records.common import Line, Record, Slug

DISTRICT_SCHEME = "district"
"""The one scheme of categories that all reports share."""
StateId = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]


class Agency(Record, names={"part_of": "agency"}):
    """A body or service that a report names."""

    id: Slug
    label: Line
    kind: Literal["agency", "commission", "courts", "department", "legislature", "organization", "service"]
    part_of: Slug | None = None
    abbreviation: Line | None = None


class Work(Record, names={"author": "agency"}):
    """A publication that a report cites, with its address as printed."""

    id: Slug
    title: Line
    author: Slug
    issued: Line
    short_title: Line | None = None
    address: Line | None = None
    kind: Literal["report", "leaflet", "web-page", "document"]
    note: Line | None = None


class SourceDocument(Record, names={"agency": "agency", "used": "document"}):
    """What the statistics come from: court documents, datafiles, publications, activities."""

    id: Slug
    kind: Literal["sentencing-document", "datafile", "publication", "activity"]
    label: Line
    definition: Line
    notation: Line | None = None
    agency: Slug | None = None
    first_fiscal_year: int | None = Field(default=None, ge=1987)
    last_fiscal_year: int | None = Field(default=None, ge=1987)
    used: tuple[Slug, ...] = ()
    note: Line | None = None


class State(Record):
    """A state of the United States, by postal code."""

    id: StateId
    label: Line


class District(Record, names={"states": "state"}):
    """A judicial district: an area, with its court."""

    id: Slug
    label: Line
    printed: Line
    court: Line
    states: tuple[StateId, ...] = Field(min_length=1)


class Districts(Record):
    """The districts file."""

    states: tuple[State, ...]
    districts: tuple[District, ...]
