"""Law: provisions, their versions in time, and what each provides, as the report describes it."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

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


# The kinds of legal effects, each with the fields that it needs; the penalty range takes more.
_NEEDS: dict[str, tuple[str, ...]] = {
    "base-offense-level": ("level",),
    "collection-duty": ("duty_of",),
    "criminal-history-minimum": ("category",),
    "cross-reference-rule": ("to",),
    "cumulation-rule": (),
    "enhancement": ("increase",),
    "multiple-count-rule": ("refers_to",),
    "no-mandatory-minimum": ("act",),
    "offense-level-increase": (),
    "offense-level-minimum": ("level",),
    "penalty-range": ("penalty",),
    "prohibition": ("act",),
    "reporting-duty": ("duty_of", "documents", "days"),
    "sentencing-authority": (),
    "statutory-maximum-rule": (),
    "term-recommendation": ("penalty", "term"),
}
_TAKES = {
    "enhancement": ("age_under",),
    "penalty-range": ("minimum", "maximum", "unit"),
    "reporting-duty": ("named",),
}


class _Effect(
    Record,
    names={
        "trigger": "conduct",
        "not_required": "conduct",
        "condition": "condition",
        "in_addition_to": "legal fact",
        "refers_to": "provision",
        "to": "provision",
        "named": "document",
        "duty_of": "agency",
        "act": "conduct",
    },
):
    """What every legal effect has: an id (the suffix of its IRI), a label, its modality, and on what it depends."""

    id: Slug
    label: Line
    modality: Modality
    trigger: tuple[Slug, ...] = ()
    not_required: tuple[Slug, ...] = ()
    condition: Slug | None = None
    in_addition_to: tuple[LawId, ...] = ()
    note: Line | None = None


class Fact(_Effect):
    """A legal effect of one kind, with the fields of that kind.

    Several increases of an enhancement are unpaired alternatives, and so are the ages under which one applies; an end
    that a range lacks is one that the report does not give; a criminal history category is a Roman numeral, as printed.
    """

    kind: str
    level: int | None = Field(default=None, ge=1, le=43)
    increase: tuple[int, ...] = Field(default=(), min_length=1)
    age_under: tuple[int, ...] = Field(default=(), min_length=1)
    category: Literal["I", "II", "III", "IV", "V", "VI"] | None = None
    penalty: Literal["imprisonment", "supervised-release"] | None = None
    minimum: int | None = Field(default=None, ge=0)
    maximum: int | Literal["life"] | None = None
    unit: Literal["years", "months"] = "years"
    term: Literal["life"] | None = None
    refers_to: tuple[LawId, ...] = Field(default=(), min_length=1)
    to: LawId | None = None
    documents: int | None = Field(default=None, ge=1)
    days: int | None = Field(default=None, ge=1)
    named: tuple[Slug, ...] = ()
    duty_of: Slug | None = None
    act: Slug | None = None

    @model_validator(mode="after")
    def _has_the_fields_of_its_kind(self) -> Self:
        """Refuse an unknown kind, and fields that are not the kind's."""
        if self.kind not in _NEEDS:
            raise ValueError(f"the kind is not known; kinds are {', '.join(_NEEDS)}")
        needs = set(_NEEDS[self.kind])
        given = self.model_fields_set - {"kind", *_Effect.model_fields}
        if missing := needs - given:
            raise ValueError(f"the kind {self.kind} needs {', '.join(sorted(missing))}")
        if others := given - needs - set(_TAKES.get(self.kind, ())):
            raise ValueError(f"the kind {self.kind} takes no {', '.join(sorted(others))}")
        return self


class Version(
    Record, names={"changed_by": "agency", "changed_through": "provision", "prompted_by": "provision"}
):
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


class Provision(Record, names={"part_of": "provision"}):
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

    def is_replaced(self, version: Version) -> bool:
        """Tell whether another version of the provision replaces this one."""
        return any(other.replaces == version.id for other in self.versions)

    def in_force(self) -> list[tuple[str, Fact]]:
        """Give each fact that is in force, with what provides it: what no later version has replaced."""
        replaced = {f"{self.id}_{item.id}" for item in self.versions if self.is_replaced(item)}
        return [(owner, fact) for owner, fact in self.all_facts() if owner not in replaced]

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
