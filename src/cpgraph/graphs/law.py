"""Triples of the law: provisions, their hierarchy, their versions, and what each provides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from pyoxigraph import NamedNode

from cpgraph.iris import shared
from cpgraph.records.law import Fact, Provision
from cpgraph.triples import Triple, each, given, integer, plain, resource, typed
from cpgraph.vocab import CPG, DCTERMS, ELI

_GUIDELINES = {
    "manual",
    "guideline-chapter",
    "guideline-part",
    "guideline-subpart",
    "guideline",
    "policy-statement",
}
_SUBDIVISIONS = {
    "subsection",
    "guideline-part",
    "guideline-subpart",
    "guideline-chapter",
    "chapter",
    "section",
}


# all law of the data is of the United States, here as the Publications Office of the EU names them, as in the catalog
_COUNTRY = NamedNode("http://publications.europa.eu/resource/authority/country/USA")


def jurisdiction() -> Iterator[Triple]:
    """Whose law it is."""
    yield from typed(_COUNTRY, ELI.AdministrativeArea, DCTERMS.Location)
    yield from resource(_COUNTRY, "United States")


def _document(node: NamedNode, record: Provision, records: Mapping[str, Provision]) -> Iterator[Triple]:
    """Whose law a provision or a version of it is, and whether Congress or the Commission made the document."""
    while record.part_of:
        record = records[record.part_of]
    yield node, ELI.jurisdiction, _COUNTRY
    yield node, ELI.type_document, CPG.Guideline if record.kind in _GUIDELINES else CPG.Statute


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
        yield from resource(node, label if len(label) <= 120 else record.cite, None, record.note)
        yield node, CPG.citedAs, plain(record.cite)
        yield from given(node, DCTERMS.identifier, record.identifier, plain)
        yield from given(node, DCTERMS.title, record.title, plain)
        yield from given(node, DCTERMS.description, record.topic, plain)
        yield node, DCTERMS.type, plain(record.kind)
        yield from _document(node, record, records)
        if record.part_of:
            parent = shared("law", record.part_of)
            yield node, ELI.is_part_of, parent
            yield parent, ELI.has_part, node
        for version in record.versions:
            state = shared("law", f"{record.id}_{version.id}")
            yield from typed(state, CPG.ProvisionVersion, ELI.LegalResource)
            yield from resource(state, f"{record.cite} {version.label}", None, version.note)
            yield state, ELI.is_member_of, node
            yield from _document(state, record, records)
            yield node, ELI.has_member, state
            force = "notInForce" if record.is_replaced(version) else "inForce"
            yield state, ELI.in_force, ELI[f"InForce-{force}"]
            if version.replaces:
                yield state, DCTERMS.replaces, shared("law", f"{record.id}_{version.replaces}")
            yield from given(state, CPG.changedBy, version.changed_by, partial(shared, "agency"))
            yield from given(state, ELI.changed_by, version.changed_through, partial(shared, "law"))
            yield from given(state, CPG.promptedBy, version.prompted_by, partial(shared, "law"))
        yield from each(
            node, CPG.inForce, (shared("law", f"{owner}_{fact.id}") for owner, fact in record.in_force())
        )
        for owner, fact in record.all_facts():
            effect = shared("law", f"{owner}_{fact.id}")
            yield shared("law", owner), CPG.provides, effect
            yield from _effect(effect, fact, record)
            if fact.kind == "base-offense-level" and fact.level is not None:
                # The level stands on the version too, where readers of the guideline look for it.
                yield shared("law", owner), CPG.baseOffenseLevel, integer(fact.level)


def _term(word: str) -> NamedNode:
    """The term of the ontology for a word of the data, such as `does-not-require`."""
    return CPG["".join(part.capitalize() for part in word.split("-"))]


def _effect(node: NamedNode, fact: Fact, record: Provision) -> Iterator[Triple]:
    """One legal effect, with the values of its kind."""
    is_base = fact.kind == "base-offense-level"
    yield from typed(node, CPG.LegalEffect, *(() if is_base else (_term(fact.kind),)))
    yield from resource(node, f"{record.cite}: {fact.label}", None, fact.note)
    yield node, CPG.modality, _term(fact.modality)
    yield from each(node, CPG.trigger, (shared("conduct", name) for name in fact.trigger))
    yield from each(node, CPG.notRequired, (shared("conduct", name) for name in fact.not_required))
    yield from each(node, CPG.inAdditionTo, (shared("law", name) for name in fact.in_addition_to))
    yield from each(node, CPG.levelIncrease, map(integer, fact.increase))
    yield from each(node, CPG.victimAgeUnder, map(integer, fact.age_under))
    yield from each(node, CPG.refersTo, (shared("law", name) for name in fact.refers_to))
    yield from each(node, CPG.requiredDocument, (shared("source", name) for name in fact.named))
    yield from given(node, CPG.condition, fact.condition, partial(shared, "condition"))
    level = CPG.baseOffenseLevel if is_base else CPG.minimumOffenseLevel
    yield from given(node, level, fact.level, integer)
    if fact.category:
        yield node, CPG.minimumCriminalHistoryCategory, CPG[f"CriminalHistoryCategory{fact.category}"]
    yield from given(node, CPG.penaltyKind, fact.penalty, _term)
    yield from given(node, CPG.recommendedTerm, fact.term, _term)
    if fact.to:
        yield node, CPG.crossReferenceFrom, shared("law", record.id)
        yield node, CPG.crossReferenceTo, shared("law", fact.to)
    yield from given(node, CPG.documentsRequired, fact.documents, integer)
    yield from given(node, CPG.withinDays, fact.days, integer)
    yield from given(node, CPG.dutyOf, fact.duty_of, partial(shared, "agency"))
    yield from given(node, CPG.act, fact.act, partial(shared, "conduct"))
    # a range in months; life is a term and not a number
    months = 12 if fact.unit == "years" else 1
    if fact.minimum is not None:
        yield node, CPG.minimumMonths, integer(fact.minimum * months)
    if fact.maximum == "life":
        yield node, CPG.maximumTerm, CPG.Life
    elif fact.maximum is not None:
        yield node, CPG.maximumMonths, integer(fact.maximum * months)
