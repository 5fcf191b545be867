"""The report's notes and what they cite, definitions, claims, anomalies."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cpgraph.records.common import LawId, Line, OneOf, Quoted, Record, Slug


class CiteIn(OneOf, names={"via": "note"}):
    """One citation of a note, of one thing."""

    kinds = ("work", "provision", "note", "part")
    work: Slug | None = None
    provision: LawId | None = None
    note: int | None = None
    part: Slug | None = None
    signal: Literal["id", "see", "see-id", "see-supra", "supra", "infra", "compare", "with", "cf"] | None = (
        None
    )
    via: int | None = None
    pinpoint: Line | None = None
    quote: Line | None = None


class NoteIn(Record, names={"defines": "definition", "carried_by": "note"}):
    """A note of the report: whether it survives, where its marker stands, what it does.

    `words` quotes where its words stand, for a note of which only pieces survive or that others interrupt. `at` is
    the last number that the marker's sentence prints before the marker, of the statistics or of the law.
    """

    n: int = Field(ge=1)
    status: Literal["present", "fragment", "missing"]
    kind: tuple[Slug, ...] = ()
    marker: Quoted | None = None
    at: Line | None = None
    text: Line | None = None
    words: tuple[Line, ...] = ()
    cites: tuple[CiteIn, ...] = ()
    defines: tuple[Slug, ...] = ()
    qualifies: tuple[Line, ...] = ()
    carried_by: int | None = None
    note: Line | None = None


class Governs(OneOf):
    """One thing that a definition bears on."""

    measure: Slug | None = None
    category: str | None = None
    scheme: Slug | None = None
    population: str | None = None
    universe: Slug | None = None
    provision: LawId | None = None


class DefinitionIn(Record, names={"note": "note"}):
    """A term that the report defines or delimits, paraphrased."""

    id: Slug
    term: Line
    definition: Line = Field(max_length=320)
    given: tuple[Quoted, ...] = Field(min_length=1)
    note: int | None = None
    governs: tuple[Governs, ...] = ()
    remark: Line | None = None


class Counted(OneOf):
    """One of the things that a claim counts; a district is a category."""

    category: str | None = None
    scheme: Slug | None = None
    definition: Slug | None = None
    provision: LawId | None = None
    document: Slug | None = None
    fiscal_year: Line | None = None


class ClaimIn(Record, names={"left": "observation", "right": "observation"}):
    """A comparison or a count that the prose makes, in our words, with the data it compares."""

    id: Slug
    claim: Line
    kind: Literal["Value", "Difference", "Ratio", "Remainder", "PercentChange", "Rank", "Sum", "ItemCount"]
    left: tuple[Line, ...] = ()
    right: tuple[Line, ...] = ()
    items: tuple[Counted, ...] = ()
    qualifier: Literal[
        "Printed", "MoreThan", "LessThan", "AtLeast", "AtMost", "Nearly", "Approximately", "JustOver"
    ]
    target: Line | None = None
    unit: Literal["count", "percent", "months", "years", "times"] | None = None
    places: tuple[Quoted, ...] = Field(min_length=1)
    not_checkable: Line | None = None
    note: Line | None = None


class About(OneOf):
    """One thing that an anomaly is about."""

    observation: Line | None = None
    population: str | None = None
    part: Slug | None = None
    note: int | None = None
    claim: Slug | None = None
    breakdown: Slug | None = None
    definition: Slug | None = None


class AnomalyIn(Record, names={"parts": "part"}):
    """An inconsistency of the report itself: what is printed, the computation, a cause only as hypothesis.

    `check` names the rules that find it; one without is found by reading alone. The kind TextExtraction is
    no fault of the report but damage to the known text, and stands in a ledger of its own.
    """

    id: Slug
    kind: Literal[
        "NumbersDisagree",
        "RoundingPractice",
        "ProseAgainstFigures",
        "LabelDrift",
        "UndisclosedOverlap",
        "ReferenceWithoutDatum",
        "GuidelineMismatch",
        "StructureAndLabels",
        "TextExtraction",
    ]
    severity: Literal["Low", "Medium", "High"]
    what: Line
    computation: Line
    hypothesis: Line | None = None
    check: tuple[Slug, ...] = ()
    about: tuple[About, ...] = Field(min_length=1)
    parts: tuple[Slug, ...] = Field(min_length=1)

    @property
    def is_damage(self) -> bool:
        """Tell whether the known text is at fault, and not the report."""
        return self.kind == "TextExtraction"
