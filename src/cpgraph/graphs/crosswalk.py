"""Triples of the crosswalk: an XKOS correspondence of a report's categories with values of the public datafiles."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from pyoxigraph import NamedNode

from cpgraph.iris import ReportIris, period, shared
from cpgraph.labels import Labels
from cpgraph.records.crosswalk import Match
from cpgraph.records.data import Report
from cpgraph.triples import Triple, concept, each, english, given, plain, resource, typed
from cpgraph.vocab import DCTERMS, SKOS, XKOS


def variables(matches: Iterable[Match]) -> Iterator[Triple]:
    """The variables as schemes, and those of their values that stand for something here."""
    for name, value in sorted({(match.variable, value) for match in matches for value in match.values}):
        home, node = shared("variable", name), _value(name, value)
        yield from typed(home, SKOS.ConceptScheme)
        yield from concept(home, f"values of {name}")
        yield home, DCTERMS.title, english(f"values of {name}")
        yield home, DCTERMS.subject, shared("topic", f"ussc-{name.lower()}")
        yield from typed(node, SKOS.Concept)
        yield from concept(node, f"{name} {value.replace('>', 'over ')}")
        yield node, SKOS.notation, plain(value)
        yield node, SKOS.inScheme, home
        yield node, SKOS.topConceptOf, home
        yield home, SKOS.hasTopConcept, node


def _value(variable: str, value: str) -> NamedNode:
    """The IRI of a value of a variable, such as `STATMIN-over-180`."""
    return shared("variable", f"{variable}-{value.replace('>', 'over-')}")


def correspondence(
    matches: Iterable[Match], report: Report, labels: Labels, years: Collection[str]
) -> Iterator[Triple]:
    """One association per category, with its values or none; years are those that the data name."""
    iris = ReportIris(report.record.id)
    own = [match for match in matches if match.report == report.record.id]
    if not own:
        return
    whole = iris("cw", "datafiles")
    yield from typed(whole, XKOS.Correspondence)
    yield from resource(
        whole,
        "crosswalk to the public datafiles",
        "Which values of variables of the public datafiles stand for the categories of the report, by which source.",
    )
    homes = {match.name.partition(".")[0] if match.kind == "cat" else "universe" for match in own}
    schemes = {iris("scheme", home) for home in homes}
    found = {shared("variable", match.variable) for match in own if match.variable}
    yield from each(whole, XKOS.compares, sorted(schemes | found, key=str))
    for match in own:
        node = iris("cw", match.name if match.kind == "cat" else f"{match.kind}-{match.name}")
        yield whole, XKOS.madeOf, node
        yield from typed(node, XKOS.ConceptAssociation)
        held = " or ".join(f"{match.variable} {value.replace('>', 'over ')}" for value in match.values)
        yield from resource(node, f"{_label(match, labels)}: {held or 'no value'}", None, match.note)
        yield node, XKOS.sourceConcept, NamedNode(match.iri)
        yield from each(node, XKOS.targetConcept, (_value(match.variable, value) for value in match.values))
        yield from each(node, DCTERMS.temporal, (period(str(y)) for y in match.years if str(y) in years))
        yield from given(node, DCTERMS.source, match.source, english)


def _label(match: Match, labels: Labels) -> str:
    """What the report's category or universe is called."""
    if match.kind == "universe":
        return labels.universes[match.name].label
    scheme, _, category = match.name.partition(".")
    return labels.categories[scheme, category].label
