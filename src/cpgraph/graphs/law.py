"""Triples of the law: provisions, their hierarchy, their versions, and what each provides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from cpgraph.intervals import parse_roman
from cpgraph.iris import shared
from cpgraph.records.law import (
    BaseOffenseLevel,
    CriminalHistoryMinimum,
    CrossReferenceRule,
    EnhancementIn,
    Fact,
    MultipleCountRule,
    OffenseLevelMinimum,
    PenaltyRangeIn,
    Provision,
    ReportingDuty,
    StatutoryMaximumRule,
    SupervisedReleaseRecommendation,
)
from cpgraph.triples import Triple, concept, each, integer, plain, typed
from cpgraph.vocab import CPG, DCTERMS, ELI

_SUBDIVISIONS = {
    "subsection",
    "guideline-part",
    "guideline-subpart",
    "guideline-chapter",
    "chapter",
    "section",
}


def provisions(records: Mapping[str, Provision]) -> Iterator[Triple]:
    """All provisions with their versions and effects."""
    for record in records.values():
        node = shared("law", record.id)
        yield from typed(node, CPG.Provision, ELI.LegalResource)
        if record.kind in _SUBDIVISIONS:
            yield from typed(node, ELI.LegalResourceSubdivision)
        label = (
            record.cite
            if record.title is None or record.title == record.cite
            else f"{record.cite} ({record.title})"
        )
        yield from concept(node, label if len(label) <= 120 else record.cite, None, record.note)
        yield node, CPG.citedAs, plain(record.cite)
        if record.identifier:
            yield node, DCTERMS.identifier, plain(record.identifier)
        if record.title:
            yield node, DCTERMS.title, plain(record.title)
        if record.topic:
            yield node, DCTERMS.description, plain(record.topic)
        yield node, DCTERMS.type, plain(record.kind)
        if record.part_of:
            parent = shared("law", record.part_of)
            yield node, ELI.is_part_of, parent
            yield parent, ELI.has_part, node
        for version in record.versions:
            state = shared("law", f"{record.id}_{version.id}")
            yield from typed(state, CPG.ProvisionVersion, ELI.LegalResource)
            yield from concept(state, f"{record.cite} {version.label}", None, version.note)
            yield state, ELI.is_member_of, node
            yield node, ELI.has_member, state
            if version.replaces:
                yield state, DCTERMS.replaces, shared("law", f"{record.id}_{version.replaces}")
            if version.changed_by:
                yield state, ELI.changed_by, shared("law", version.changed_by)
        for owner, fact in record.all_facts():
            effect = shared("law", f"{owner}_{fact.id}")
            yield shared("law", owner), CPG.provides, effect
            yield from _effect(effect, fact, record)
            if isinstance(fact, BaseOffenseLevel):
                # The level stands on the version too, where readers of the guideline look for it.
                yield shared("law", owner), CPG.baseOffenseLevel, integer(fact.level)


def _effect(node: NamedNode, fact: Fact, record: Provision) -> Iterator[Triple]:
    """One legal effect, by its kind."""
    yield from typed(node, CPG.LegalEffect)
    yield from concept(node, f"{record.cite}: {fact.label}", None, fact.note)
    yield from each(node, CPG.trigger, (shared("conduct", name) for name in fact.trigger))
    if fact.condition:
        yield node, CPG.condition, shared("condition", fact.condition)
    if isinstance(fact, BaseOffenseLevel):
        yield node, CPG.baseOffenseLevel, integer(fact.level)
    elif isinstance(fact, EnhancementIn):
        yield from typed(node, CPG.Enhancement)
        yield from each(node, CPG.levelIncrease, (integer(level) for level in fact.increase))
    elif isinstance(fact, OffenseLevelMinimum):
        yield from typed(node, CPG.OffenseLevelMinimum)
        yield node, CPG.minimumOffenseLevel, integer(fact.level)
    elif isinstance(fact, CriminalHistoryMinimum):
        yield from typed(node, CPG.CriminalHistoryMinimum)
        yield node, CPG.minimumCriminalHistoryCategory, integer(parse_roman(fact.category))
    elif isinstance(fact, PenaltyRangeIn):
        yield from _penalty(node, fact)
    elif isinstance(fact, SupervisedReleaseRecommendation):
        yield from typed(node, CPG.PenaltyRange)
        yield node, CPG.penaltyKind, CPG.SupervisedRelease
        yield node, CPG.maximumTerm, CPG.Life
    elif isinstance(fact, MultipleCountRule):
        yield from typed(node, CPG.MultipleCountRule)
        yield from each(node, CPG.refersTo, (shared("law", name) for name in fact.refers_to))
    elif isinstance(fact, CrossReferenceRule):
        yield from typed(node, CPG.CrossReferenceRule)
        yield node, CPG.crossReferenceFrom, shared("law", record.id)
        yield node, CPG.crossReferenceTo, shared("law", fact.to)
    elif isinstance(fact, StatutoryMaximumRule):
        yield from typed(node, CPG.StatutoryMaximumRule)
    elif isinstance(fact, ReportingDuty):
        yield from typed(node, CPG.ReportingDuty)
        yield node, CPG.documentsRequired, integer(fact.documents)
        yield node, CPG.withinDays, integer(fact.days)


def _penalty(node: NamedNode, fact: PenaltyRangeIn) -> Iterator[Triple]:
    """A statutory range in months; life is a term and not a number."""
    months = 12 if fact.unit == "years" else 1
    yield from typed(node, CPG.PenaltyRange)
    yield node, CPG.penaltyKind, CPG.Imprisonment if fact.penalty == "imprisonment" else CPG.SupervisedRelease
    if fact.minimum is not None:
        yield node, CPG.minimumMonths, integer(fact.minimum * months)
    if fact.maximum == "life":
        yield node, CPG.maximumTerm, CPG.Life
    elif fact.maximum is not None:
        yield node, CPG.maximumMonths, integer(int(fact.maximum) * months)
