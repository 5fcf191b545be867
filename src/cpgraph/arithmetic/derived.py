"""A computed value, and the size of a population."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from cpgraph.records.statistics import ObservationKey


@dataclass(frozen=True, slots=True)
class DerivedValue:
    """A computed observation: its interval, its inputs, and by which rule it was computed.

    `rounding` is filled for a count implied by a percentage: `one-step` where the percentage is the
    plain rounding of it, `two-step` where it is so only if first rounded to one more decimal.
    """

    key: ObservationKey
    value: Decimal
    lower: Decimal
    upper: Decimal
    unit: str
    sources: tuple[ObservationKey, ...]
    rule: str
    rounding: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """How many members a population has, and the observation that says so."""

    value: Decimal
    source: ObservationKey


def whole(
    key: ObservationKey, value: Decimal | int, sources: tuple[ObservationKey, ...], rule: str
) -> DerivedValue:
    """A computed count, which is exact."""
    number = Decimal(value)
    return DerivedValue(key, number, number, number, "count", sources, rule)
