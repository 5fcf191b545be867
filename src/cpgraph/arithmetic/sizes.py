"""Sizes of populations: printed, implied by a percentage, added up, or left over."""

from __future__ import annotations

from dataclasses import replace
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cpgraph.arithmetic.derived import DerivedValue, Size, whole
from cpgraph.records.data import Report
from cpgraph.records.statistics import Breakdown, Observation, ObservationKey, PopulationKey

Sizes = dict[PopulationKey, Size]


def fitting(lower: Decimal, upper: Decimal, base: Decimal) -> list[int]:
    """The whole numbers n with `lower <= 100 * n / base < upper`.

    >>> fitting(Decimal("60.25"), Decimal("60.35"), Decimal(512))
    []
    """
    first = int((lower * base / 100).to_integral_value(ROUND_CEILING))
    last = int((upper * base / 100).to_integral_value(ROUND_FLOOR))
    return [n for n in range(max(first, 0), last + 1) if lower * base <= 100 * n < upper * base]


def two_step(obs: Observation) -> tuple[Decimal, Decimal]:
    """The interval of a percentage that was first rounded to one more decimal, half up each time.

    77.148 gives 77.15 and then 77.2: both bounds lie half a unit of that further decimal lower.
    """
    slack = Decimal(5).scaleb(-obs.decimals - 2)
    lower, upper = obs.lower or Decimal(0), obs.upper or Decimal(0)
    return lower - slack, upper - slack


def sizes(report: Report) -> tuple[Sizes, list[DerivedValue]]:
    """The size of each population that has one, and the counts computed on the way.

    Printed counts come first; then, until nothing more follows: sums of exclusive and exhaustive
    parts, and what such parts leave over, where all of it rests on printed counts; counts implied by
    percentages of sized bases; sums and remainders that rest on implied counts; and, only where no
    whole number fits in one step, counts implied by two-step rounding.
    """
    found: Sizes = {}
    for obs in report.observations:
        if obs.key.measure == "count" and obs.value is not None and obs.lower == obs.upper:
            found[obs.key.population] = Size(obs.value, obs.key)
    firm = set(found)
    made: list[DerivedValue] = []
    while True:
        new = _from_parts(report, {key: size for key, size in found.items() if key in firm}, found)
        if new:
            firm.add(new.key.population)
        new = new or _implied(report, found, "one-step") or _from_parts(report, found, found)
        new = new or _implied(report, found, "two-step")
        if not new:
            return found, made
        made.append(new)
        found[new.key.population] = Size(new.value, new.key)


def _implied(report: Report, found: Sizes, rounding: str) -> DerivedValue | None:
    """The next count that a percentage of a sized base implies."""
    for obs in report.observations:
        base = obs.key.base
        if base is None or base not in found or obs.key.population in found:
            continue
        if obs.lower is None or obs.upper is None:
            continue
        plain = fitting(obs.lower, obs.upper, found[base].value)
        if rounding == "two-step" and not plain:
            plain = fitting(*two_step(obs), found[base].value)
        if len(plain) == 1:
            key = ObservationKey("implied-count", obs.key.population)
            sources = (obs.key, found[base].source)
            return replace(whole(key, plain[0], sources, "the one whole number that fits"), rounding=rounding)
    return None


def covering(report: Report) -> list[Breakdown]:
    """Breakdowns whose parts neither overlap nor leave anything out."""
    return [
        down
        for down in report.breakdowns
        if (down.exclusivity, down.exhaustivity) == ("Exclusive", "Exhaustive")
    ]


def _from_parts(report: Report, found: Sizes, sized: Sizes) -> DerivedValue | None:
    """The next count that is a sum of parts, or what is left of a base, for a population not yet sized."""
    for down in covering(report):
        unknown = [part for part in down.parts if part not in found]
        known = [found[part] for part in down.parts if part in found]
        total = sum((size.value for size in known), Decimal(0))
        sources = tuple(size.source for size in known)
        if down.base not in sized and not unknown:
            return whole(ObservationKey("derived-count", down.base), total, sources, "sum of exclusive parts")
        if down.base in found and len(unknown) == 1 and unknown[0] not in sized:
            rest = found[down.base].value - total
            if rest >= 0:
                key = ObservationKey("derived-count", unknown[0])
                return whole(key, rest, (found[down.base].source, *sources), "what the other parts leave")
    return None


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
        wider = [PopulationKey(parent, item.period, rest)] if parent else []
        for index, (scheme, category) in enumerate(rest):
            others = (*rest[:index], *rest[index + 1 :])
            wider.append(PopulationKey(item.universe, item.period, others))
            parent = broader.get((scheme, category))
            if parent:
                pairs = tuple(sorted({*others, (scheme, parent)}))
                wider.append(PopulationKey(item.universe, item.period, pairs))
        new = {other for other in wider if other != key} - seen
        seen |= new
        open_ += sorted(new)
    return seen
