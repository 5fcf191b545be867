"""Numbers, units and codes in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final

from cpgraph import vocab
from cpgraph.web.linked.blocks import Style

_AFTER: Final = {
    vocab.UNIT.PERCENT.value: " percent",
    vocab.UNIT.YR.value: " years",
    vocab.TIME.unitMonth.value: " months",
    vocab.TIME.unitYear.value: " years",
}
_HARDLY: Final = Decimal("0.001")
VERDICTS: Final[dict[str, Style]] = {
    vocab.CPG.Holds.value: "good",
    vocab.CPG.WithinRounding.value: "good",
    vocab.CPG.OutsideTolerance.value: "weak",
    vocab.CPG.NotCheckable.value: "even",
    vocab.CPG.Contradicted.value: "bad",
}
SEVERITIES: Final[dict[str, Style]] = {
    vocab.CPG.High.value: "bad",
    vocab.CPG.Medium.value: "weak",
    vocab.CPG.Low.value: "even",
}


def plain(value: Decimal | None, decimals: int | None = None) -> str:
    """Write a number with thousands apart, with as many decimals as it is printed with.

    >>> plain(Decimal("17"), 1), plain(Decimal("1852")), plain(Decimal("286.870"))
    ('17.0', '1,852', '286.87')
    """
    if value is None:
        return ""
    if decimals is not None:
        return f"{value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN):,f}"
    shown = f"{value:,f}"
    return shown.rstrip("0").rstrip(".") if "." in shown else shown


def after(unit: str) -> str:
    """Give what follows a number in a unit."""
    return _AFTER.get(unit, "")


def with_unit(value: str, unit: str) -> str:
    """Write a number with its unit.

    >>> with_unit("60.3", vocab.UNIT.PERCENT.value), with_unit("1", vocab.UNIT.YR.value)
    ('60.3 percent', '1 year')
    """
    return value + (after(unit).removesuffix("s") if value == "1" else after(unit))


def interval(low: Decimal | None, high: Decimal | None, unit: str = "") -> str:
    """Write an interval; a bound that is not there is open."""
    if low is not None and low == high:
        return f"exactly {plain(low)}{after(unit)}"
    if low is not None and high is not None:
        return f"{plain(low)} to {plain(high)}{after(unit)}"
    if low is not None:
        return f"{plain(low)}{after(unit)} or more"
    return f"up to {plain(high)}{after(unit)}" if high is not None else ""


def about(low: Decimal, high: Decimal, unit: str = "") -> str:
    """Write an interval that was computed: as one number where its ends hardly differ.

    >>> about(Decimal("422.448979"), Decimal("422.44898")), about(Decimal(1), Decimal(2))
    ('422.449', '1 to 2')
    """
    if high - low < _HARDLY:
        return f"{plain(((low + high) / 2).quantize(_HARDLY))}{after(unit)}"
    return interval(low.quantize(_HARDLY), high.quantize(_HARDLY), unit)


def short(labels: Sequence[str]) -> tuple[str, list[str]]:
    """Take from labels what all of them begin with, up to a colon: gives that, and what is left of each.

    >>> short(["offenders, 2019: parents", "offenders, 2019: others"])
    ('offenders, 2019', ['parents', 'others'])
    """
    heads = {label.partition(": ")[0] for label in labels}
    if len(heads) != 1 or not any(": " in label for label in labels):
        return "", list(labels)
    return heads.pop(), [label.partition(": ")[2] or "all of them" for label in labels]


def count(number: int, one: str, many: str) -> str:
    """Write a number of things.

    >>> count(1, "row", "rows"), count(2000, "row", "rows")
    ('1 row', '2,000 rows')
    """
    return f"{number:,} {one if number == 1 else many}"


def capital(text: str) -> str:
    """Begin with a capital letter.

    >>> capital("number of offenders")
    'Number of offenders'
    """
    return text[:1].upper() + text[1:]
