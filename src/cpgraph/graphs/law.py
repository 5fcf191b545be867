"""Triples of the law: provisions, their hierarchy, their versions, and what each provides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pyoxigraph import NamedNode

from cpgraph.iris import shared
from cpgraph.records.law import (
    BaseOffenseLevel,
    CollectionDuty,
    CriminalHistoryMinimum,
    CrossReferenceRule,
    CumulationRule,
    EnhancementIn,
    Fact,
    MultipleCountRule,
    NoMandatoryMinimum,
    OffenseLevelIncrease,
    OffenseLevelMinimum,
    PenaltyRangeIn,
    Prohibition,
    Provision,
    ReportingDuty,
    SentencingAuthority,
    StatutoryMaximumRule,
    TermRecommendation,
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
_MODALITIES = {
    "requires": "Requires",
    "authorizes": "Authorizes",
    "recommends": "Recommends",
    "prohibits": "Prohibits",
    "instructs": "Instructs",
    "does-not-require": "DoesNotRequire",
}
_PENALTIES = {"imprisonment": CPG.Imprisonment, "supervised-release": CPG.SupervisedRelease}


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
                yield state, CPG.changedBy, shared("agency", version.changed_by)
            if version.changed_through:
                yield state, ELI.changed_by, shared("law", version.changed_through)
            if version.prompted_by:
                yield state, CPG.promptedBy, shared("law", version.prompted_by)
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
    yield node, CPG.modality, CPG[_MODALITIES[fact.modality]]
    yield from each(node, CPG.trigger, (shared("conduct", name) for name in fact.trigger))
    yield from each(node, CPG.notRequired, (shared("conduct", name) for name in fact.not_required))
    yield from each(node, CPG.inAdditionTo, (shared("law", name) for name in fact.in_addition_to))
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
        yield node, CPG.minimumCriminalHistoryCategory, CPG[f"CriminalHistoryCategory{fact.category}"]
    elif isinstance(fact, PenaltyRangeIn):
        yield from _penalty(node, fact)
    elif isinstance(fact, TermRecommendation):
        yield from typed(node, CPG.TermRecommendation)
        yield node, CPG.penaltyKind, _PENALTIES[fact.penalty]
        yield node, CPG.recommendedTerm, CPG[fact.term.capitalize()]
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
        yield from each(node, CPG.requiredDocument, (shared("source", name) for name in fact.named))
    elif isinstance(fact, CollectionDuty):
        yield from typed(node, CPG.CollectionDuty)
        yield node, CPG.dutyOf, shared("agency", fact.duty_of)
    elif isinstance(fact, Prohibition | NoMandatoryMinimum):
        yield from typed(node, CPG[type(fact).__name__])
        yield node, CPG.act, shared("conduct", fact.act)
    elif isinstance(fact, CumulationRule | OffenseLevelIncrease | SentencingAuthority):
        yield from typed(node, CPG[type(fact).__name__])


def _penalty(node: NamedNode, fact: PenaltyRangeIn) -> Iterator[Triple]:
    """A statutory range in months; life is a term and not a number."""
    months = 12 if fact.unit == "years" else 1
    yield from typed(node, CPG.PenaltyRange)
    yield node, CPG.penaltyKind, _PENALTIES[fact.penalty]
    if fact.minimum is not None:
        yield node, CPG.minimumMonths, integer(fact.minimum * months)
    if fact.maximum == "life":
        yield node, CPG.maximumTerm, CPG.Life
    elif fact.maximum is not None:
        yield node, CPG.maximumMonths, integer(int(fact.maximum) * months)
