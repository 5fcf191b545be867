"""The report as a document: extractions of its text, and the parts in which it is printed."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cpgraph.records.common import Line, Record, Sha256, Slug


class Extraction(Record):
    """A known text of the report, named by its digest; offsets are given per extraction."""

    id: Slug
    label: Line
    sha256: Sha256
    characters: int = Field(gt=0)


class Span(Record):
    """A run of the text between two short anchors; an empty `to` means the end of the text."""

    from_: str = Field(alias="from", min_length=4, max_length=44)
    to: str = Field(max_length=44)


class Part(Record):
    """A part of the report: a chapter, a section, a finding, a table, a figure, a box, the notes or one note.

    `part_of` is the part around it; `label_by: ours` marks a label that the report does not print.
    """

    id: Slug
    kind: Literal[
        "table", "figure", "chart", "prose", "box", "notes", "note", "chapter", "finding", "appendix"
    ]
    part_of: Slug | None = None
    label: Line
    label_by: Literal["report", "ours"] = "report"
    number: Line | None = None
    spans: tuple[Span, ...] = ()
    note: Line | None = None


class ReportIn(Record, names={"publisher": "agency"}):
    """The report itself, as `report.yaml` describes it."""

    id: Slug
    label: Line
    title: Line
    description: Line | None = None
    publisher: Slug
    issued: Line
    prefix: str = Field(pattern=r"^([a-z][a-z0-9]*-)?$")
    extractions: tuple[Extraction, ...] = ()
    parts: tuple[Part, ...] = Field(min_length=1)


class DatasetIn(Record):
    """What a catalog says of a report's data, in our words; the dates are of the data, not of a build."""

    title: Line
    description: Line
    keywords: tuple[Line, ...] = Field(min_length=1)
    country: str = Field(pattern=r"^[A-Z]{3}$")
    issued: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
    modified: str = Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$")
