"""From printed places to data: every place that prints the same number belongs to one observation."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal

from cpgraph.reader.files import Problems
from cpgraph.records.common import METHOD_RANK
from cpgraph.records.statistics import Measure, Observation, ObservationKey, Occurrence


def gather(
    occurrences: Iterable[Occurrence], measures: Mapping[str, Measure], problems: Problems
) -> list[Observation]:
    """Make one observation of all the places that print it, in the order of the keys.

    Two places that print different values of one datum are an error: either one is misread, or the
    report counts the same description twice, which is declared with `@part`.
    """
    groups: dict[ObservationKey, list[Occurrence]] = defaultdict(list)
    for item in occurrences:
        groups[item.key].append(item)
    return [
        made
        for key in sorted(groups, key=lambda key: key.local)
        if (made := _merge(key, groups[key], measures[key.measure], problems))
    ]


def _merge(
    key: ObservationKey, occurrences: list[Occurrence], measure: Measure, problems: Problems
) -> Observation | None:
    """Merge the places of one datum; the one that shows most decimals gives the value."""
    ordered = sorted(
        occurrences, key=lambda p: (METHOD_RANK[p.how], p.place.file, p.place.line, p.place.column)
    )
    numbers = [p for p in ordered if p.printed is not None]
    best = max(numbers, key=lambda p: p.printed.decimals if p.printed else 0) if numbers else ordered[0]
    for other in occurrences:
        if not _agree(best, other, exact=measure.exact):
            problems.add(
                other.place,
                f"CONFLICT: {key} is {_shown(best)} at {best.place} and {_shown(other)} here",
                "Fix the misread one; if both are printed, declare a variant population with @part.",
            )
            return None
    places = [(p.part, p.locator) for p in occurrences]
    for other in occurrences:
        if places.count((other.part, other.locator)) > 1:
            problems.add(other.place, f"this place of {key} is given twice", "Remove one of the two rows.")
            return None
    value = lower = upper = None
    decimals = 0
    if best.printed is not None:
        value, decimals = best.printed.value, best.printed.decimals
        lower, upper = best.printed.bounds(exact=measure.exact)
        if measure.unit == "percent":
            lower = max(lower, Decimal(0))
    return Observation(
        key=key,
        value=value,
        term=best.term,
        decimals=decimals,
        lower=lower,
        upper=upper,
        unit=best.unit,
        how=ordered[0].how,
        base_basis=best.base_basis,
        occurrences=tuple(ordered),
    )


def _agree(best: Occurrence, other: Occurrence, *, exact: bool) -> bool:
    """Tell whether two occurrences can be of one number: the finer lies in the coarser one's interval."""
    if best.unit != other.unit or best.term != other.term:
        return False
    if best.printed is None or other.printed is None:
        return best.printed is other.printed
    lower, upper = other.printed.bounds(exact=exact)
    return lower <= best.printed.value <= upper


def _shown(item: Occurrence) -> str:
    """The print as an error shows it."""
    text = item.printed.text if item.printed else item.term.lower()
    return f"{text} {item.unit}"
