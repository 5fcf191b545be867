"""What follows from the printed numbers: sizes of populations, implied counts, what lies within what.

Nothing here is printed; every result names the observations it comes from.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cpgraph.records.data import Report
from cpgraph.records.statistics import Observation, ObservationKey, PopulationKey


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """A computed observation with the interval that its inputs leave, and those inputs."""

    key: ObservationKey
    value: Decimal
    lower: Decimal
    upper: Decimal
    unit: str
    sources: tuple[ObservationKey, ...]
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How many members a population has, and the observation that says so."""

    value: Decimal
    source: ObservationKey


def fitting(lower: Decimal, upper: Decimal, base: Decimal) -> list[int]:
    """The whole numbers n with `lower <= 100 * n / base < upper`.

    >>> fitting(Decimal("60.25"), Decimal("60.35"), Decimal(512))
    []
    """
    first = int((lower * base / 100).to_integral_value(ROUND_CEILING))
    last = int((upper * base / 100).to_integral_value(ROUND_FLOOR))
    return [n for n in range(max(first, 0), last + 1) if 100 * n >= lower * base and 100 * n < upper * base]


def sizes(report: Report) -> tuple[dict[PopulationKey, Size], list[DerivedValue]]:
    """The size of each population that has one, and the implied counts made on the way.

    A printed count is a size. Failing that, a printed percentage of a base of known size is one
    where exactly one whole number fits it; bases that get their size so serve others in turn.
    """
    found: dict[PopulationKey, Size] = {}
    made: list[DerivedValue] = []
    for obs in report.observations:
        if obs.key.measure == "count" and obs.value is not None and obs.lower == obs.upper:
            found[obs.key.population] = Size(obs.value, obs.key)
    _exhaustive_bases(report, found, made)
    changed = True
    while changed:
        changed = False
        for obs in report.observations:
            base = obs.key.base
            if base is None or base not in found or obs.key.population in found:
                continue
            if obs.lower is None or obs.upper is None:
                continue
            whole = fitting(obs.lower, obs.upper, found[base].value)
            if len(whole) != 1:
                continue
            key = ObservationKey("implied-count", obs.key.population)
            value = Decimal(whole[0])
            sources = (obs.key, found[base].source)
            made.append(DerivedValue(key, value, value, value, "count", sources, "one whole number fits"))
            found[obs.key.population] = Size(value, key)
            changed = True
    return found, made


def _exhaustive_bases(report: Report, found: dict[PopulationKey, Size], made: list[DerivedValue]) -> None:
    """Size a base by its parts, where exclusive parts of known size exhaust it and it has none."""
    for down in report.breakdowns:
        if down.base in found or (down.exclusivity, down.exhaustivity) != ("Exclusive", "Exhaustive"):
            continue
        if all(part in found for part in down.parts):
            value = sum((found[part].value for part in down.parts), Decimal(0))
            key = ObservationKey("derived-count", down.base)
            sources = tuple(found[part].source for part in down.parts)
            made.append(
                DerivedValue(key, value, value, value, "count", sources, "the sum of exclusive parts")
            )
            found[down.base] = Size(value, key)


def generalisations(key: PopulationKey, report: Report) -> set[PopulationKey]:
    """All populations that hold this one by its description: restrictions dropped or widened."""
    broader = {
        (scheme.id, category.id): category.broader
        for scheme in report.schemes.values()
        for category in scheme.categories
    }
    seen: set[PopulationKey] = set()
    open_ = [key]
    while open_:
        item = open_.pop()
        rest = item.restrictions
        parent = report.universes[item.universe].part_of
        nexts = [PopulationKey(parent, item.period, rest)] if parent else []
        for index, (scheme, category) in enumerate(rest):
            nexts.append(PopulationKey(item.universe, item.period, rest[:index] + rest[index + 1 :]))
            wider = broader.get((scheme, category))
            if wider:
                pairs = {*rest[:index], *rest[index + 1 :], (scheme, wider)}
                nexts.append(PopulationKey(item.universe, item.period, tuple(sorted(pairs))))
        for other in nexts:
            if other not in seen and other != key:
                seen.add(other)
                open_.append(other)
    return seen


def weighted_means(
    report: Report, measure: str, derived: str, found: Mapping[PopulationKey, Size]
) -> list[DerivedValue]:
    """Means of bases from their parts: exclusive, exhaustive, each with a size and a mean."""
    means = {obs.key.population: obs for obs in report.observations if obs.key.measure == measure}
    made: dict[ObservationKey, DerivedValue] = {}
    for down in report.breakdowns:
        key = ObservationKey(derived, down.base)
        if (down.exclusivity, down.exhaustivity) != ("Exclusive", "Exhaustive") or key in made:
            continue
        if not all(part in means and part in found for part in down.parts):
            continue
        pairs = [(found[part], means[part]) for part in down.parts]
        total = sum((size.value for size, _ in pairs), Decimal(0))
        if total:
            made[key] = _weighted(key, pairs, total)
    return list(made.values())


def _weighted(key: ObservationKey, pairs: Iterable[tuple[Size, Observation]], total: Decimal) -> DerivedValue:
    """A weighted mean with the interval that the rounding of its inputs leaves."""
    sums = [Decimal(0)] * 3
    sources: list[ObservationKey] = []
    unit = ""
    for size, obs in pairs:
        values = (obs.value, obs.lower, obs.upper)
        sums = [acc + size.value * (part or Decimal(0)) for acc, part in zip(sums, values, strict=True)]
        sources += [size.source, obs.key]
        unit = obs.unit
    quantum = Decimal("0.001")
    value, lower, upper = (
        (sums[0] / total).quantize(quantum),
        (sums[1] / total).quantize(quantum, ROUND_FLOOR),
        (sums[2] / total).quantize(quantum, ROUND_CEILING),
    )
    return DerivedValue(key, value, lower, upper, unit, tuple(sources), "weighted mean of exclusive parts")
