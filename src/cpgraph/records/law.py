"""Law: provisions, their versions in time, and what each provides, as the report describes it."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from cpgraph.records.common import LawId, Line, Record, Slug

ProvisionKind = Literal[
    "act",
    "title",
    "chapter",
    "section",
    "subsection",
    "statute",
    "manual",
    "guideline-chapter",
    "guideline-part",
    "guideline-subpart",
    "guideline",
    "policy-statement",
]


Modality = Literal["requires", "authorizes", "recommends", "prohibits", "instructs", "does-not-require"]


class _Fact(Record):
    """What every legal effect has: an id (the suffix of its IRI), a label, its modality, and on what it depends."""

    id: Slug
    label: Line
    modality: Modality
    trigger: tuple[Slug, ...] = ()
    not_required: tuple[Slug, ...] = ()
    condition: Slug | None = None
    in_addition_to: tuple[LawId, ...] = ()
    note: Line | None = None


class BaseOffenseLevel(_Fact):
    """The base offense level that a version of a guideline sets."""

    kind: Literal["base-offense-level"]
    level: int = Field(ge=1, le=43)


class EnhancementIn(_Fact):
    """An increase of the offense level; several increases are unpaired alternatives."""

    kind: Literal["enhancement"]
    increase: tuple[int, ...] = Field(min_length=1)


class OffenseLevelMinimum(_Fact):
    """A floor under the offense level, given a condition."""

    kind: Literal["offense-level-minimum"]
    level: int = Field(ge=1, le=43)


class CriminalHistoryMinimum(_Fact):
    """A floor under the criminal history category, in Roman numerals as printed."""

    kind: Literal["criminal-history-minimum"]
    category: Literal["I", "II", "III", "IV", "V", "VI"]


class PenaltyRangeIn(_Fact):
    """A statutory range; a missing end is one that the report does not give."""

    kind: Literal["penalty-range"]
    penalty: Literal["imprisonment", "supervised-release"]
    minimum: int | None = Field(default=None, ge=0)
    maximum: int | Literal["life"] | None = None
    unit: Literal["years", "months"] = "years"


class MultipleCountRule(_Fact):
    """Several victims are treated as several counts under other provisions."""

    kind: Literal["multiple-count-rule"]
    refers_to: tuple[LawId, ...] = Field(min_length=1)


class CrossReferenceRule(_Fact):
    """A guideline sends a case to another guideline, given a condition."""

    kind: Literal["cross-reference-rule"]
    to: LawId


class StatutoryMaximumRule(_Fact):
    """The statutory maximum becomes the guideline sentence when it lies below the range."""

    kind: Literal["statutory-maximum-rule"]


class ReportingDuty(_Fact):
    """Courts must send documents to the Commission within a time."""

    kind: Literal["reporting-duty"]
    documents: int = Field(ge=1)
    days: int = Field(ge=1)
    named: tuple[Slug, ...] = ()


class CollectionDuty(_Fact):
    """A body must collect data."""

    kind: Literal["collection-duty"]
    duty_of: Slug


class TermRecommendation(_Fact):
    """A recommended term of a penalty, which sets no limit."""

    kind: Literal["term-recommendation"]
    penalty: Literal["imprisonment", "supervised-release"]
    term: Literal["life"]


class Prohibition(_Fact):
    """An act that statutes prohibit."""

    kind: Literal["prohibition"]
    act: Slug


class NoMandatoryMinimum(_Fact):
    """A conviction of the act carries no mandatory minimum."""

    kind: Literal["no-mandatory-minimum"]
    act: Slug


class CumulationRule(_Fact):
    """Enhancements apply in addition to others."""

    kind: Literal["cumulation-rule"]


class OffenseLevelIncrease(_Fact):
    """The offense level can rise; the text prints no number of levels."""

    kind: Literal["offense-level-increase"]


class SentencingAuthority(_Fact):
    """A court may sentence outside the guideline range or below a mandatory minimum."""

    kind: Literal["sentencing-authority"]


Fact = Annotated[
    BaseOffenseLevel
    | EnhancementIn
    | OffenseLevelMinimum
    | CriminalHistoryMinimum
    | PenaltyRangeIn
    | MultipleCountRule
    | CrossReferenceRule
    | StatutoryMaximumRule
    | ReportingDuty
    | CollectionDuty
    | TermRecommendation
    | Prohibition
    | NoMandatoryMinimum
    | CumulationRule
    | OffenseLevelIncrease
    | SentencingAuthority,
    Field(discriminator="kind"),
]


class Version(Record):
    """A state of a provision in time, before or after an act; no day is claimed.

    `changed_by` is the body that changed it, `changed_through` the act by which it did, `prompted_by` the act that
    moved another body to the change.
    """

    id: Slug
    label: Line
    replaces: Slug | None = None
    changed_by: Slug | None = None
    changed_through: LawId | None = None
    prompted_by: LawId | None = None
    note: Line | None = None
    facts: tuple[Fact, ...] = ()


class Provision(Record):
    """A provision that the report names: an act, a statute, a guideline, or a subdivision of one."""

    id: LawId
    kind: ProvisionKind
    cite: Line
    identifier: Line | None = None
    title: Line | None = None
    part_of: LawId | None = None
    topic: Line | None = None
    note: Line | None = None
    versions: tuple[Version, ...] = ()
    facts: tuple[Fact, ...] = ()

    def all_facts(self) -> list[tuple[str, Fact]]:
        """Give each fact with the local name of what provides it: the provision or a version."""
        found = [(self.id, fact) for fact in self.facts]
        for version in self.versions:
            found += [(f"{self.id}_{version.id}", fact) for fact in version.facts]
        return found


class Concept(Record):
    """A shared concept: a kind of conduct or a condition."""

    id: Slug
    label: Line
    definition: Line
    note: Line | None = None
