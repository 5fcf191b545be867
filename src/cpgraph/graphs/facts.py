"""Triples of the statistics: universes, categories, populations, observations, breakdowns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import partial

from pyoxigraph import NamedNode

from cpgraph.arithmetic import DerivedValue, Size, generalisations
from cpgraph.iris import ReportIris, period, shared
from cpgraph.labels import Labels
from cpgraph.records.data import Report
from cpgraph.records.notes import DefinitionIn
from cpgraph.records.shared import DISTRICT_SCHEME
from cpgraph.records.statistics import Breakdown, Observation, ObservationKey, PopulationKey, Scheme, Universe
from cpgraph.triples import (
    Triple,
    at_top,
    concept,
    decimal,
    each,
    english,
    given,
    integer,
    plain,
    resource,
    typed,
)
from cpgraph.vocab import CPG, DCTERMS, PROV, QB, SDMX_ATTRIBUTE, SDMX_MEASURE, SKOS


def universes(records: Mapping[str, Universe], iris: ReportIris) -> Iterator[Triple]:
    """What populations are made of, as one scheme."""
    home = iris("scheme", "universe")
    yield from _scheme(home, "universe", "what is counted")
    for record in records.values():
        node = iris("universe", record.id)
        yield from typed(node, CPG.Universe, SKOS.Concept)
        yield from concept(node, record.label, record.definition)
        yield from each(node, SKOS.altLabel, (english(text) for text in record.alt))
        yield node, SKOS.notation, plain(record.id)
        yield from _placed(node, home, record.part_of and iris("universe", record.part_of))


def _own_definitions(schemes: Iterable[Scheme], records: Iterable[DefinitionIn]) -> Mapping[str, str]:
    """The definitions of categories that govern nothing else, or only what lies within."""
    wider = {
        f"{scheme.id}.{category.id}": category.broader and f"{scheme.id}.{category.broader}"
        for scheme in schemes
        for category in scheme.categories
    }
    found: dict[str, list[str]] = {}
    for record in records:
        governed = {name for kind, name in (item.named for item in record.governs) if kind == "category"}
        tops = [name for name in governed if wider.get(name) not in governed]
        if len(tops) == 1:
            found.setdefault(tops[0], []).append(record.definition)
    return {name: texts[0] for name, texts in found.items() if len(texts) == 1}


def _scheme(home: NamedNode, name: str, label: str, definition: str | None = None) -> Iterator[Triple]:
    yield from typed(home, SKOS.ConceptScheme)
    yield from concept(home, label, definition)
    yield home, DCTERMS.title, english(label)
    yield home, SKOS.notation, plain(name)


def _placed(node: NamedNode, home: NamedNode, wider: NamedNode | str | None) -> Iterator[Triple]:
    """Where a concept stands in its scheme: below a wider one, or at the top."""
    if isinstance(wider, NamedNode):
        yield node, SKOS.inScheme, home
        yield node, SKOS.broader, wider
        yield wider, SKOS.narrower, node
    else:
        yield from at_top(node, home)


def schemes(
    records: Mapping[str, Scheme], definitions: Iterable[DefinitionIn], iris: ReportIris
) -> Iterator[Triple]:
    """The report's own concept schemes and categories.

    A category whose record has no definition has the text of the one definition which governs it and nothing else,
    or only what lies within it; what governs several side by side says of none what it is.
    """
    own = _own_definitions(records.values(), definitions)
    for scheme in records.values():
        if scheme.id == DISTRICT_SCHEME:
            continue
        home = iris("scheme", scheme.id)
        yield from _scheme(home, scheme.id, scheme.label, scheme.definition)
        for category in scheme.categories:
            node = iris.category(f"{scheme.id}.{category.id}")
            yield from typed(node, CPG.Category, SKOS.Concept)
            said = category.definition or own.get(f"{scheme.id}.{category.id}")
            yield from concept(node, category.label, said, category.note)
            yield from each(node, SKOS.altLabel, (english(text) for text in category.alt))
            yield node, SKOS.notation, plain(category.id)
            wider = category.broader and iris.category(f"{scheme.id}.{category.broader}")
            yield from _placed(node, home, wider)
            yield from each(node, CPG.concerns, (shared("conduct", name) for name in category.concerns))
            law = partial(shared, "law")
            yield from given(node, CPG.applicationOf, category.application_of, law)
            if category.criminal_history:
                yield node, CPG.codedAs, CPG[f"CriminalHistoryCategory{category.criminal_history}"]
            yield from each(node, CPG.minimumSetBy, map(law, category.minimum_set_by))
            yield from given(node, CPG.crossReferenceFrom, category.cross_reference_from, law)
            yield from given(node, CPG.crossReferenceTo, category.cross_reference_to, law)


def populations(report: Report, iris: ReportIris, labels: Labels) -> Iterator[Triple]:
    """The populations counted, each with what it lies within by its description."""
    existing = set(report.populations)
    for key in report.populations:
        node = iris("pop", key.local)
        yield from typed(node, CPG.Population)
        yield from resource(node, labels.population(key))
        yield node, CPG.universe, iris("universe", key.universe)
        yield from _period(node, key)
        yield from each(node, CPG.restrictedTo, (iris.category(f"{a}.{b}") for a, b in key.restrictions))
        if len(key.restrictions) == 1:
            yield node, CPG.onlyCategory, iris.category(".".join(key.restrictions[0]))
        wider = sorted(existing & generalisations(key, report))
        yield from each(node, CPG.subPopulationOf, (iris("pop", other.local) for other in wider))
        if key.variant:
            plain_key = PopulationKey(key.universe, key.period, key.restrictions)
            yield node, CPG.variantOf, iris("pop", plain_key.local)
            yield node, CPG.countedIn, iris.place(key.variant)


def sizes(found: Mapping[PopulationKey, Size], iris: ReportIris) -> Iterator[Triple]:
    """The size of each population that has one: short work for every query that recomputes."""
    for key, size in sorted(found.items()):
        yield iris("pop", key.local), CPG.size, decimal(size.value)
        yield iris("pop", key.local), CPG.sizeFrom, iris("obs", size.source.local)


def _period(node: NamedNode, key: PopulationKey) -> Iterator[Triple]:
    """The period of a population or observation; a single fiscal year also by its own property."""
    yield node, CPG.period, period(key.period)
    if key.period.isdigit():
        yield node, CPG.fiscalYear, period(key.period)


def _observation(
    key: ObservationKey, cube: str, unit: NamedNode, how: str, iris: ReportIris, labels: Labels
) -> Iterator[Triple]:
    """What every observation has, printed or computed: its place in a cube, its unit, how it was obtained."""
    node, restrictions = iris("obs", key.local), key.population.restrictions
    yield from typed(node, QB.Observation)
    yield from resource(node, labels.observation(key))
    yield node, QB.dataSet, iris("cube", cube)
    yield node, CPG.measure, shared("m", key.measure)
    yield node, CPG.population, iris("pop", key.population.local)
    yield from _period(node, key.population)
    yield from each(node, CPG.category, (iris.category(f"{a}.{b}") for a, b in restrictions))
    yield node, SDMX_ATTRIBUTE.unitMeasure, unit
    yield node, CPG.obtainedBy, CPG[how]


def _value(node: NamedNode, value: Decimal, lower: Decimal, upper: Decimal) -> Iterator[Triple]:
    """A number with the interval that it stands for."""
    yield node, SDMX_MEASURE.obsValue, decimal(value)
    yield node, CPG.lowerBound, decimal(lower)
    yield node, CPG.upperBound, decimal(upper)


def observations(
    records: Iterable[Observation], iris: ReportIris, labels: Labels, units: Mapping[str, NamedNode]
) -> Iterator[Triple]:
    """The printed data: one number, one observation."""
    for obs in records:
        key, node = obs.key, iris("obs", obs.key.local)
        cube = "term" if obs.value is None else "share" if key.base else "level"
        yield from _observation(key, cube, units[obs.unit], obs.how, iris, labels)
        if key.base:
            yield node, CPG.basePopulation, iris("pop", key.base.local)
            yield node, CPG.baseBasis, CPG[obs.base_basis]
        if obs.value is None or obs.lower is None or obs.upper is None:
            yield node, CPG.valueTerm, CPG[obs.term]
        else:
            yield from _value(node, obs.value, obs.lower, obs.upper)
            yield node, CPG.decimals, integer(obs.decimals)
        for part in sorted({item.part for item in obs.occurrences}):
            yield from typed(iris.place(part), QB.ObservationGroup)
            yield iris.place(part), QB.observation, node


def derived(
    records: Iterable[DerivedValue], iris: ReportIris, labels: Labels, units: Mapping[str, NamedNode]
) -> Iterator[Triple]:
    """Computed data, in a cube of their own, with the data they come from."""
    for item in records:
        node = iris("obs", item.key.local)
        yield from _observation(item.key, "derived", units[item.unit], "Derived", iris, labels)
        yield from _value(node, item.value, item.lower, item.upper)
        yield node, SKOS.scopeNote, english(item.rule)
        yield from given(node, CPG.impliedUnder, item.rounding, plain)
        yield from each(node, PROV.wasDerivedFrom, (iris("obs", key.local) for key in item.sources))


def breakdowns(records: Iterable[Breakdown], iris: ReportIris, labels: Labels) -> Iterator[Triple]:
    """How parts cover a base."""
    for record in records:
        node = iris("bd", record.id)
        yield from typed(node, CPG.Breakdown)
        yield from resource(node, labels.breakdown(record), None, record.note)
        yield node, CPG.printedIn, iris.place(record.part)
        yield from each(node, CPG.drawnIn, (iris.place(name) for name in [record.figure] if name))
        yield node, CPG.base, iris("pop", record.base.local)
        yield from each(node, CPG.part, (iris("pop", part.local) for part in record.parts))
        yield node, CPG.exclusivity, CPG[record.exclusivity]
        yield node, CPG.exhaustivity, CPG[record.exhaustivity]
        yield node, CPG.exclusivityBasis, CPG[record.basis]
        if record.exhaustivity != "Unstated":
            yield node, CPG.exhaustivityBasis, CPG[record.exhaustivity_basis]
        yield from given(node, CPG.unaccounted, record.unaccounted, integer)
