"""Means computed from means: of a base from its parts, and of the part that is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cpgraph.arithmetic.derived import DerivedValue, Size
from cpgraph.arithmetic.sizes import covering
from cpgraph.records.data import Report
from cpgraph.records.statistics import ObservationKey, PopulationKey

_QUANTUM = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean with its bounds (value, lower, upper), the observation that gives it, and its unit."""

    values: tuple[Decimal, Decimal, Decimal]
    source: ObservationKey
    unit: str


def printed_means(report: Report, measure: str) -> dict[PopulationKey, Mean]:
    """The printed means by population: value, bounds, observation and unit."""
    return {
        obs.key.population: Mean((obs.value, obs.lower, obs.upper), obs.key, obs.unit)
        for obs in report.observations
        if obs.key.measure == measure
        and obs.value is not None
        and obs.lower is not None
        and obs.upper is not None
    }


def _rounded(
    key: ObservationKey,
    sums: Sequence[Decimal],
    total: Decimal,
    unit: str,
    sources: Iterable[ObservationKey],
    rule: str,
) -> DerivedValue:
    """A quotient with bounds rounded outwards, so that the interval never lies."""
    return DerivedValue(
        key,
        (sums[0] / total).quantize(_QUANTUM),
        (sums[1] / total).quantize(_QUANTUM, ROUND_FLOOR),
        (sums[2] / total).quantize(_QUANTUM, ROUND_CEILING),
        unit,
        tuple(dict.fromkeys(sources)),
        rule,
    )


def weighted_means(
    report: Report, measure: str, derived: str, found: Mapping[PopulationKey, Size]
) -> list[DerivedValue]:
    """The mean of each base whose parts are exclusive and exhaustive and all have a size and a mean."""
    means = printed_means(report, measure)
    made: dict[PopulationKey, DerivedValue] = {}
    for down in covering(report):
        if down.base in made or not all(part in means and part in found for part in down.parts):
            continue
        total = sum((found[part].value for part in down.parts), Decimal(0))
        if not total:
            continue
        sums = [
            sum((found[part].value * means[part].values[i] for part in down.parts), Decimal(0))
            for i in range(3)
        ]
        sources = [key for part in down.parts for key in (found[part].source, means[part].source)]
        key = ObservationKey(derived, down.base)
        unit = means[down.parts[0]].unit
        made[down.base] = _rounded(key, sums, total, unit, sources, "weighted mean of exclusive parts")
    return list(made.values())


def residual_means(
    report: Report,
    measure: str,
    derived: str,
    found: Mapping[PopulationKey, Size],
    computed: Iterable[DerivedValue] = (),
) -> list[DerivedValue]:
    """The mean of the one part of a base that has none, from the base and the other parts.

    A part may bring a computed mean, so that a part made of parts counts too.
    """
    means = printed_means(report, measure)
    printed = set(means)
    for item in computed:
        values = (item.value, item.lower, item.upper)
        means.setdefault(item.key.population, Mean(values, item.key, item.unit))
    made: dict[PopulationKey, DerivedValue] = {}
    for down in covering(report):
        lacking = [part for part in down.parts if part not in means]
        if down.base not in printed or len(lacking) != 1 or lacking[0] in made:
            continue
        if not all(item in found for item in (down.base, *down.parts)) or not found[lacking[0]].value:
            continue
        others = [part for part in down.parts if part != lacking[0]]
        size, base = found[down.base].value, means[down.base]
        # the bounds cross over: most is left where the base is highest and the others are lowest
        sums = [
            size * base.values[i]
            - sum((found[part].value * means[part].values[j] for part in others), Decimal(0))
            for i, j in ((0, 0), (1, 2), (2, 1))
        ]
        sources = [found[down.base].source, base.source]
        sources += [key for part in others for key in (found[part].source, means[part].source)]
        key = ObservationKey(derived, lacking[0])
        rule = "what the base and its other parts leave"
        made[lacking[0]] = _rounded(key, sums, found[lacking[0]].value, base.unit, sources, rule)
    return list(made.values())
