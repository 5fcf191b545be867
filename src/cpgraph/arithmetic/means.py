"""Means computed from means: of a base from its parts, and of the part that is left."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cpgraph.arithmetic.derived import DerivedValue, Size
from cpgraph.arithmetic.sizes import covering
from cpgraph.records.data import Report
from cpgraph.records.statistics import ObservationKey, PopulationKey

_QUANTUM = Decimal("0.001")


@dataclass(frozen=True, slots=True)
class Mean:
    """A mean (value, lower, upper), its unit, and the observations that give it.

    The sources of a computed mean are the printed sizes and means of its parts, since a further
    computation goes on from those and not from a rounded mean in between.
    """

    values: tuple[Decimal, Decimal, Decimal]
    unit: str
    sources: tuple[ObservationKey, ...]


def printed_means(report: Report, measure: str) -> dict[PopulationKey, Mean]:
    """The printed means by population: value, bounds, observation and unit."""
    return {
        obs.key.population: Mean((obs.value, obs.lower, obs.upper), obs.unit, (obs.key,))
        for obs in report.observations
        if obs.key.measure == measure
        and obs.value is not None
        and obs.lower is not None
        and obs.upper is not None
    }


def _published(key: ObservationKey, mean: Mean, rule: str) -> DerivedValue:
    """A computed mean as it is published: bounds rounded outwards, so that the interval never lies."""
    return DerivedValue(
        key,
        mean.values[0].quantize(_QUANTUM),
        mean.values[1].quantize(_QUANTUM, ROUND_FLOOR),
        mean.values[2].quantize(_QUANTUM, ROUND_CEILING),
        mean.unit,
        mean.sources,
        rule,
    )


def computed_means(
    report: Report, measure: str, derived: str, found: Mapping[PopulationKey, Size]
) -> list[DerivedValue]:
    """Means of bases from their parts, and of the one part that has none from the base and the others.

    Both need exclusive and exhaustive parts, each with a size. A part may bring a computed mean, not
    rounded in between, so that a part made of parts counts too.
    """
    printed = printed_means(report, measure)
    weighted, made = _weighted(report, printed, derived, found)
    return [*made, *_residual(report, printed, weighted, derived, found)]


def _weighted(
    report: Report, printed: Mapping[PopulationKey, Mean], derived: str, found: Mapping[PopulationKey, Size]
) -> tuple[dict[PopulationKey, Mean], list[DerivedValue]]:
    """The mean of each base all of whose parts have a size and a printed mean."""
    exact: dict[PopulationKey, Mean] = {}
    made: list[DerivedValue] = []
    for down in covering(report):
        if down.base in exact or not all(part in printed and part in found for part in down.parts):
            continue
        total = sum((found[part].value for part in down.parts), Decimal(0))
        if not total:
            continue
        value, lower, upper = (
            sum((found[part].value * printed[part].values[i] for part in down.parts), Decimal(0)) / total
            for i in range(3)
        )
        sources = [source for part in down.parts for source in _sources(part, printed, found)]
        exact[down.base] = Mean((value, lower, upper), printed[down.parts[0]].unit, _once(sources))
        key = ObservationKey(derived, down.base)
        made.append(_published(key, exact[down.base], "weighted mean of exclusive parts"))
    return exact, made


def _residual(
    report: Report,
    printed: Mapping[PopulationKey, Mean],
    weighted: Mapping[PopulationKey, Mean],
    derived: str,
    found: Mapping[PopulationKey, Size],
) -> list[DerivedValue]:
    """The mean of each part that alone has none, where the base has a printed one."""
    means = {**weighted, **printed}
    made: dict[PopulationKey, DerivedValue] = {}
    for down in covering(report):
        lacking = [part for part in down.parts if part not in means]
        if down.base not in printed or len(lacking) != 1 or lacking[0] in made:
            continue
        if not all(item in found for item in (down.base, *down.parts)) or not found[lacking[0]].value:
            continue
        others = [part for part in down.parts if part != lacking[0]]
        size, base, rest = found[down.base].value, printed[down.base], found[lacking[0]].value
        # the bounds cross over: most is left where the base is highest and the others are lowest
        value, lower, upper = (
            (size * base.values[i] - sum((found[p].value * means[p].values[j] for p in others), Decimal(0)))
            / rest
            for i, j in ((0, 0), (1, 2), (2, 1))
        )
        sources = [found[down.base].source, *base.sources]
        sources += [source for part in others for source in _sources(part, means, found)]
        mean = Mean((value, lower, upper), base.unit, _once(sources))
        key = ObservationKey(derived, lacking[0])
        made[lacking[0]] = _published(key, mean, "what the base and its other parts leave")
    return list(made.values())


def _sources(
    part: PopulationKey, means: Mapping[PopulationKey, Mean], found: Mapping[PopulationKey, Size]
) -> tuple[ObservationKey, ...]:
    """What a part brings: its size and its printed mean, or what its computed mean came from."""
    mean = means[part]
    return mean.sources if len(mean.sources) > 1 else (found[part].source, *mean.sources)


def _once(keys: Iterable[ObservationKey]) -> tuple[ObservationKey, ...]:
    """Keys in their order, each once."""
    return tuple(dict.fromkeys(keys))
