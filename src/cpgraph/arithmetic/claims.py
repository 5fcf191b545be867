"""Judge the comparisons and counts of the prose: what the data give, against what the words allow."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext

from cpgraph.arithmetic.derived import DerivedValue
from cpgraph.errors import CpgraphError
from cpgraph.intervals import parse
from cpgraph.records.data import Report
from cpgraph.records.notes import ClaimIn
from cpgraph.records.statistics import ObservationKey

# Our reading of vague words, published with each claim as the bounds it was judged against.
TOLERANCE = Decimal("0.1")
VAGUE = frozenset({"Nearly", "Approximately", "JustOver"})
Bounds = tuple[Decimal, Decimal]


class ClaimError(CpgraphError):
    """A claim names data that the report does not have."""

    code = "CPG-E110"


@dataclass(frozen=True, slots=True)
class Accepted:
    """The numbers that a claim's words allow; a missing bound is none at all."""

    lower: Decimal | None
    upper: Decimal | None
    lower_in: bool
    upper_in: bool


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with the interval that the data give and the verdict."""

    claim: ClaimIn
    left: tuple[ObservationKey, ...]
    right: tuple[ObservationKey, ...]
    target: Decimal | None
    accepted: Accepted | None
    computed: Bounds | None
    verdict: str


def accepted(qualifier: str, target: Decimal, decimals: int) -> Accepted:
    """What a qualifier allows around its target."""
    half = Decimal(5).scaleb(-decimals - 1)
    slack = abs(target) * TOLERANCE
    return {
        "Printed": Accepted(target - half, target + half, lower_in=True, upper_in=False),
        "MoreThan": Accepted(target, None, lower_in=False, upper_in=False),
        "LessThan": Accepted(None, target, lower_in=False, upper_in=False),
        "AtLeast": Accepted(target, None, lower_in=True, upper_in=False),
        "AtMost": Accepted(None, target, lower_in=False, upper_in=True),
        "Nearly": Accepted(target - slack, target, lower_in=True, upper_in=False),
        "Approximately": Accepted(target - slack, target + slack, lower_in=True, upper_in=True),
        "JustOver": Accepted(target, target + slack, lower_in=False, upper_in=True),
    }[qualifier]


def verdict(computed: Bounds, allowed: Accepted, *, vague: bool) -> str:
    """Compare the interval of the data with the one allowed.

    The data's interval is half open, `[low, high)`, unless it is a single exact number.
    """
    low, high = computed
    exact = low == high
    lower, upper = allowed.lower, allowed.upper
    inside = True
    outside = False
    if lower is not None:
        inside = low > lower or (low == lower and allowed.lower_in)
        outside = high < lower or (high == lower and not (exact and allowed.lower_in))
    if upper is not None:
        inside = inside and (high < upper or (high == upper and (not exact or allowed.upper_in)))
        outside = outside or low > upper or (low == upper and not allowed.upper_in)
    if inside:
        return "Holds"
    if outside:
        return "OutsideTolerance" if vague else "Contradicted"
    return "WithinRounding"


def combine(kind: str, left: Sequence[Bounds], right: Sequence[Bounds]) -> Bounds:
    """The interval of what a claim is about.

    Left and right are sums, save in a rank: there the lowest of the left meets the highest of the right.
    """
    if kind == "Rank":
        low, high = min(b[0] for b in left), min(b[1] for b in left)
        other = max(b[0] for b in right), max(b[1] for b in right)
    else:
        low, high = sum((b[0] for b in left), Decimal(0)), sum((b[1] for b in left), Decimal(0))
        other = sum((b[0] for b in right), Decimal(0)), sum((b[1] for b in right), Decimal(0))
    if kind == "Value":
        return low, high
    if kind in ("Difference", "Rank", "Sum"):
        return low - other[1], high - other[0]
    if kind == "Remainder":
        low, high = max(Decimal(0), 100 - high), 100 - low
    with localcontext() as context:
        context.prec = 28
        ratio = low / other[1], high / other[0]
    if kind == "PercentChange":
        return (ratio[0] - 1) * 100, (ratio[1] - 1) * 100
    return ratio


def judge(report: Report, derived: Iterable[DerivedValue]) -> tuple[Judged, ...]:
    """Judge every claim of a report, in the order of their ids.

    Raises:
        ClaimError: a claim names an observation that is neither printed nor computed.
    """
    known: dict[ObservationKey, Bounds | None] = {
        obs.key: (obs.lower, obs.upper) if obs.lower is not None and obs.upper is not None else None
        for obs in report.observations
    }
    known |= {item.key: (item.lower, item.upper) for item in derived}
    return tuple(_judge(claim, known) for claim in sorted(report.claims, key=lambda claim: claim.id))


def _judge(claim: ClaimIn, known: Mapping[ObservationKey, Bounds | None]) -> Judged:
    """Judge one claim."""
    left = tuple(ObservationKey.parse(text) for text in claim.left)
    right = tuple(ObservationKey.parse(text) for text in claim.right)
    for key in (*left, *right):
        if key not in known:
            raise ClaimError(
                f"the claim {claim.id!r} compares {key}, which the report neither prints nor implies. "
                "Name an observation that exists, or say why the claim is not checkable."
            )
    if claim.target is None:
        target, decimals = Decimal(0), 0
    else:
        printed = parse(claim.target.removeprefix("-"))
        sign = -1 if claim.target.startswith("-") else 1
        target, decimals = printed.value * sign, printed.decimals
    if claim.not_checkable is not None:
        shown = target if claim.target is not None else None
        return Judged(claim, left, right, shown, None, None, "NotCheckable")
    bounds = {key: known[key] for key in (*left, *right)}
    numbers = {key: pair for key, pair in bounds.items() if pair is not None}
    if len(numbers) != len(bounds):
        raise ClaimError(
            f"the claim {claim.id!r} compares a value that is a term and no number. Say why it is not checkable."
        )
    if claim.kind == "ItemCount":
        computed = Decimal(len(claim.items)), Decimal(len(claim.items))
    else:
        computed = combine(claim.kind, [numbers[key] for key in left], [numbers[key] for key in right])
    allowed = accepted(claim.qualifier, target, decimals)
    if claim.kind == "Sum":
        # two sums agree when their difference can be nothing
        allowed = Accepted(Decimal(0), Decimal(0), lower_in=True, upper_in=True)
    shown = target if claim.target is not None else None
    return Judged(
        claim,
        left,
        right,
        shown,
        allowed,
        computed,
        verdict(computed, allowed, vague=claim.qualifier in VAGUE),
    )
