"""Triples of what all reports share: measures, conduct, bodies, works, sources, districts, periods."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from pyoxigraph import Literal, NamedNode

from cpgraph.iris import period, shared
from cpgraph.records.data import Shared
from cpgraph.records.law import Concept
from cpgraph.records.shared import SourceDocument
from cpgraph.records.statistics import Measure
from cpgraph.triples import Triple, at_top, concept, each, english, given, plain, resource, typed
from cpgraph.vocab import (
    CPG,
    DCAT,
    DCTERMS,
    DQV,
    FABIO,
    FOAF,
    LDQD,
    ORG,
    PREFIXES,
    PROV,
    SKOS,
    TIME,
    UNIT,
    XSD,
)

# A sentence counts calendar months. QUDT's month is the synodic one, which would turn 275 months
# into 22.2 years, so the unit of months is OWL-Time's.
UNITS: dict[str, NamedNode] = {
    "count": UNIT.NUM,
    "percent": UNIT.PERCENT,
    "months": TIME.unitMonth,
    "years": UNIT.YR,
}
DIMENSIONS: Final = {
    LDQD.completeness: "completeness",
    LDQD.consistency: "consistency",
    LDQD.interoperability: "interoperability",
    LDQD.semanticAccuracy: "semantic accuracy",
    LDQD.trustworthiness: "trustworthiness",
    LDQD.understandability: "understandability",
}
"""What metrics measure, in the W3C's dimensions for linked data, with their names."""
_UNIT_LABELS = {"count": "number", "percent": "percent", "months": "months", "years": "years"}
_WORK_KINDS = {
    "report": FABIO.Report,
    "leaflet": FABIO.ReportDocument,
    "web-page": FABIO.WebPage,
    "document": FABIO.ReportDocument,
}


def _scheme(name: str, label: str) -> Iterator[Triple]:
    """A scheme that holds all shared things of one kind, called by their prefix."""
    node = NamedNode(PREFIXES[name])
    yield from typed(node, SKOS.ConceptScheme)
    yield from concept(node, label)
    yield node, DCTERMS.title, english(label)


def _concept(prefix: str, record: Concept | Measure, cls: NamedNode) -> Iterator[Triple]:
    """A shared concept in the scheme of its kind."""
    node = shared(prefix, record.id)
    yield from typed(node, cls, SKOS.Concept)
    yield from concept(node, record.label, record.definition, getattr(record, "note", None))
    if getattr(record, "broader", None):
        yield node, SKOS.inScheme, NamedNode(PREFIXES[prefix])
    else:
        yield from at_top(node, NamedNode(PREFIXES[prefix]))
    yield node, SKOS.notation, plain(record.id)


def measures(records: Iterable[Measure]) -> Iterator[Triple]:
    """Measures, as coded values of the measure dimension."""
    yield from _scheme("m", "measures")
    for record in records:
        node = shared("m", record.id)
        yield from _concept("m", record, CPG.Measure)
        yield from each(node, SKOS.altLabel, (english(text) for text in record.alt))
        yield node, CPG.statistic, CPG[record.statistic]
        yield node, CPG.quantity, shared("m", record.broader or record.id)
        if record.broader:
            yield node, SKOS.broader, shared("m", record.broader)
            yield shared("m", record.broader), SKOS.narrower, node
        yield node, CPG.variable, english(record.variable)
        yield node, CPG.unit, UNITS[record.unit]


def units() -> Iterator[Triple]:
    """What the units are called: they are terms of others, whose own labels are not in the data."""
    for name, node in UNITS.items():
        yield from resource(node, _UNIT_LABELS[name])


def dimensions() -> Iterator[Triple]:
    """What the dimensions are called: they are terms of others, whose own labels are not in the data."""
    for node, name in DIMENSIONS.items():
        yield from typed(node, DQV.Dimension)
        yield from resource(node, name)


def periods(names: Iterable[str]) -> Iterator[Triple]:
    """Fiscal years, calendar years and spans of fiscal years, with the years that the spans hold.

    The report gives no first and last day of a fiscal year, so none is stated here but in the graph of links.
    """
    spans = {name: years(*name.split("-")) for name in names if "-" in name}
    for name in sorted(name for name in names if "-" not in name):
        cls, kind = (CPG.CalendarYear, "calendar") if name.startswith("cy") else (CPG.FiscalYear, "fiscal")
        digits = name.removeprefix("cy")
        yield from _period(name, cls, f"{kind} year {digits}", digits, 1)
    for name, held in spans.items():
        label = f"fiscal years {held[0]} to {held[-1]}"
        yield from _period(name, CPG.FiscalYearSpan, label, name, len(held))
        yield from each(period(name), TIME.intervalContains, map(period, held))


def years(first: str | int, last: str | int) -> list[str]:
    """The years from one to another."""
    return [str(year) for year in range(int(first), int(last) + 1)]


def _period(name: str, cls: NamedNode, label: str, notation: str, length: int) -> Iterator[Triple]:
    """A period with its length."""
    node = period(name)
    yield from typed(node, cls, CPG.Period, TIME.ProperInterval, DCTERMS.PeriodOfTime)
    yield from resource(node, label)
    yield node, SKOS.notation, plain(notation)
    yield node, TIME.hasXSDDuration, Literal(f"P{length}Y", datatype=XSD.duration)


def _document(record: SourceDocument) -> Iterator[Triple]:
    """One source of the data: a court document, a datafile, a publication or an activity."""
    node = shared("source", record.id)
    classes = {
        "sentencing-document": (CPG.SentencingDocument, PROV.Entity),
        "datafile": (CPG.Datafile, DCAT.Dataset, PROV.Entity),
        "publication": (FABIO.Report, PROV.Entity),
        "activity": (PROV.Activity,),
    }[record.kind]
    yield from typed(node, *classes)
    yield from resource(node, record.label, record.definition, record.note)
    if record.kind == "datafile":
        yield node, DCTERMS.title, english(record.label)
        yield node, DCTERMS.description, english(record.definition or record.label)
    yield from given(node, SKOS.notation, record.notation, plain)
    if record.agency:
        agency = shared("agency", record.agency)
        predicate = PROV.wasAssociatedWith if record.kind == "activity" else DCTERMS.publisher
        yield node, predicate, agency
    if record.first_fiscal_year and record.last_fiscal_year:
        covered = years(record.first_fiscal_year, record.last_fiscal_year)
        yield from each(node, DCTERMS.temporal, map(period, covered))
    yield from each(node, PROV.used, (shared("source", name) for name in record.used))


def things(data: Shared) -> Iterator[Triple]:
    """Conduct, conditions, bodies, works, sources, states, districts and courts."""
    yield from _scheme("conduct", "conduct")
    yield from _scheme("condition", "conditions")
    for item in data.conduct.values():
        yield from _concept("conduct", item, CPG.Conduct)
    for item in data.conditions.values():
        yield from _concept("condition", item, CPG.Condition)
    for agency in data.agencies.values():
        node = shared("agency", agency.id)
        # a service is run by a body, but is none itself
        yield from typed(
            node, *((FOAF.Agent,) if agency.kind == "service" else (ORG.FormalOrganization, FOAF.Agent))
        )
        yield from resource(node, agency.label)
        yield node, FOAF.name, english(agency.label)
        if agency.part_of:
            predicate = DCTERMS.isPartOf if agency.kind == "service" else ORG.subOrganizationOf
            yield node, predicate, shared("agency", agency.part_of)
        yield from given(node, SKOS.altLabel, agency.abbreviation, english)
    for work in data.works.values():
        node = shared("work", work.id)
        yield from typed(node, _WORK_KINDS[work.kind])
        yield from resource(node, work.title, None, work.note)
        yield node, DCTERMS.title, english(work.title)
        yield node, DCTERMS.creator, shared("agency", work.author)
        yield node, DCTERMS.issued, _date(work.issued)
        yield from given(node, FABIO.hasShortTitle, work.short_title, english)
        yield from given(node, FOAF.page, work.address, NamedNode)
    for document in data.documents.values():
        yield from _document(document)
    for state in data.states.values():
        node = shared("state", state.id)
        yield from typed(node, DCTERMS.Location)
        yield from resource(node, state.label)
        yield node, SKOS.notation, plain(state.id)
    for district in data.districts.values():
        node, court = shared("district", district.id), shared("court", district.id)
        yield from typed(node, CPG.District, CPG.Category, SKOS.Concept, DCTERMS.Location)
        yield from concept(node, district.label)
        yield node, SKOS.altLabel, english(district.printed)
        yield node, SKOS.notation, plain(district.id)
        yield from at_top(node, NamedNode(PREFIXES["district"]))
        yield from each(node, DCTERMS.isPartOf, (shared("state", name) for name in district.states))
        yield from typed(court, CPG.Court, ORG.FormalOrganization)
        yield from resource(court, district.court)
        yield court, DCTERMS.spatial, node
    if data.districts:
        yield from _scheme("district", "judicial districts")


def _date(text: str) -> Literal:
    """A date as exact as it is given: year, month or day."""
    datatype = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}[len(text)]
    return Literal(text, datatype=datatype)


def normal_form(name: str) -> Iterator[Triple]:
    """The normal form of text in which quote selectors are written."""
    node = shared("source", name)
    yield from typed(node, DCTERMS.Standard)
    yield from resource(
        node,
        f"normal form {name}",
        "The form of a text in which quotes are compared: light markup dropped, NFKC, quotation marks and dashes "
        "folded, white space collapsed, no space after a hyphen that breaks a word at a line's end.",
    )
