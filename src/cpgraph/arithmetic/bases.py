"""Bases that the report does not size: which sizes fit the percentages printed of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from decimal import Decimal

from cpgraph.arithmetic.derived import DerivedValue, Size, whole
from cpgraph.arithmetic.sizes import fitting, generalisations
from cpgraph.records.data import Report
from cpgraph.records.statistics import Observation, ObservationKey, PopulationKey

# A base with no population of known size close around it is searched up to here: of some more than
# a thousand members every percentage with one decimal is attainable, and the search says nothing.
LIMIT = 2000
PEAK = "highest-annual-count"  # the largest number of a single year in a span


def fitting_sizes(report: Report, found: Mapping[PopulationKey, Size]) -> list[DerivedValue]:
    """The smallest, the largest and the number of the sizes that fit each unsized base.

    The largest and their number are given only where a population of known size holds the base. No size is above
    the highest of the years around it, nor so large that a part would outgrow a population that holds it; where
    none up to there fits, the percentages are of no one base, and no number is given.
    """
    shares: dict[PopulationKey, list[Observation]] = defaultdict(list)
    for obs in report.observations:
        if obs.key.base is not None and obs.key.base not in found:
            shares[obs.key.base].append(obs)
    made: list[DerivedValue] = []
    for base, printed in sorted(shares.items()):
        around = sorted([*_holders(base, report, found), *_peaks(base, report)])
        # a bound so wide that every number near it fits says nothing
        around = [item for item in around if item[0] <= LIMIT]
        limit = int(around[0][0]) if around else LIMIT
        caps = {obs.key: _holders(obs.key.population, report, found)[:1] for obs in printed}
        fits = [
            n
            for n in range(1, limit + 1)
            if all(_fits(obs, Decimal(n), found, caps[obs.key]) for obs in printed)
        ]
        sources = tuple(obs.key for obs in printed)
        if not fits:
            continue
        rule = f"fits {len(printed)} printed percentages"
        made.append(whole(ObservationKey("smallest-fitting-number", base), fits[0], sources, rule))
        if around:
            sources = tuple(
                dict.fromkeys((*sources, around[0][1], *(cap[0][1] for cap in caps.values() if cap)))
            )
            made.append(whole(ObservationKey("largest-fitting-number", base), fits[-1], sources, rule))
            made.append(whole(ObservationKey("fitting-numbers", base), len(fits), sources, rule))
    return made


def _holders(
    key: PopulationKey, report: Report, found: Mapping[PopulationKey, Size]
) -> list[tuple[Decimal, ObservationKey]]:
    """The sizes of the populations that hold this one by its description, the smallest first."""
    return sorted(
        (found[other].value, found[other].source) for other in generalisations(key, report) if other in found
    )


def _peaks(base: PopulationKey, report: Report) -> list[tuple[Decimal, ObservationKey]]:
    """The highest yearly numbers, as printed, of the base's universe in spans that hold its year."""
    return [
        (obs.value, obs.key)
        for obs in report.observations
        if obs.key.measure == PEAK
        and obs.value is not None
        and obs.key.population.universe == base.universe
        and set(obs.key.population.restrictions) <= set(base.restrictions)
        and _within(base.period, obs.key.population.period)
    ]


def _within(year: str, span: str) -> bool:
    """Tell whether a fiscal year lies in a span of fiscal years."""
    first, _, last = span.partition("-")
    return year.isdigit() and bool(last) and first <= year <= last


def _fits(
    obs: Observation,
    base: Decimal,
    found: Mapping[PopulationKey, Size],
    cap: list[tuple[Decimal, ObservationKey]],
) -> bool:
    """Tell whether a percentage can be one of a base of this size, no part being larger than what holds it."""
    if obs.lower is None or obs.upper is None:
        return True
    known = found.get(obs.key.population)
    if known is not None:
        return obs.lower * base <= 100 * known.value < obs.upper * base
    numbers = fitting(obs.lower, obs.upper, base)
    return bool(numbers) and all(numbers[0] <= most for most, _ in cap)
