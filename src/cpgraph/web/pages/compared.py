"""What a claim says and what the data give, in words: which way a difference goes, and which bound is left out."""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from cpgraph import vocab
from cpgraph.web.pages.filters import number, unit_name
from cpgraph.web.pages.page import Row
from cpgraph.web.pages.things import local

_PERCENT: Final = vocab.UNIT.PERCENT.value
_WAYS: Final = {
    vocab.TIME.unitMonth.value: ("longer", "shorter"),
    vocab.TIME.unitYear.value: ("longer", "shorter"),
    vocab.UNIT.YR.value: ("older", "younger"),
    vocab.UNIT.NUM.value: ("more", "fewer"),
}
_LEAST: Final = {"MoreThan": "more than ", "AtLeast": "at least ", "JustOver": "more than "}
_MOST: Final = {"LessThan": "less than ", "AtMost": "at most ", "Nearly": "less than "}
"""What a bound is called by the qualifiers that say whether it is left out."""


class Sides(NamedTuple):
    """What a claim says, what its words allow and what the data give; the ends of both intervals, and their unit."""

    said: str
    allowed: str
    given: str
    ends: tuple[Decimal | None, ...]
    unit: str


def sides(claim: Row) -> Sides:
    """Return both sides of a claim, of the row that tells its kind, qualifier, bounds and units."""
    kind, qualifier = local(claim.kind), local(claim.qualifier)
    is_people = (
        kind == "Ratio" and claim.of == vocab.UNIT.NUM.value
    )  # of whom a part is better told in percent
    ends = tuple(
        Decimal(end) * (100 if is_people else 1) if end else None
        for end in (claim.least, claim.most, claim.low, claim.high, claim.target)
    )
    *_, low, high, target = ends
    unit = _unit(kind, _PERCENT if is_people else claim.unit or claim.of)
    ways = _WAYS.get(claim.of, ("more", "less")) if kind in ("Difference", "Rank") else ("", "")
    if ends[:2] == (None, None):
        allowed = ""
    elif kind == "Sum":
        allowed, ways = "equal", ("over", "short")
    elif kind == "Rank":
        allowed = f"no {ways[1]} than any other"
    else:
        allowed = _allowed(qualifier, ends, unit, ways)
    given = (
        "" if low is None or high is None else _given(low, high, unit, ways, is_clipped=kind == "Remainder")
    )
    return Sides(_one(target, unit, ways) if target else "", allowed, given, ends[:4], unit)


def _unit(kind: str, unit: str) -> str:
    """Return what follows a number of a claim, with the space before it."""
    if unit == _PERCENT:
        return " points" if kind in ("Difference", "Rank", "Sum") else unit_name(unit)
    return " times" if kind in ("Ratio", "Remainder") else unit_name(unit)


def _allowed(qualifier: str, ends: tuple[Decimal | None, ...], unit: str, ways: tuple[str, str]) -> str:
    """Return the interval that the words allow."""
    least, most, *_, target = ends
    if qualifier == "Printed":
        return _one(target, unit, ways)
    if least is not None and most is not None:
        last = _MOST.get(qualifier, "")
        return f"{_LEAST.get(qualifier, '')}{_rounded(least)} to {last}{_one(most, unit, ways)}"
    bound, words = (most, _MOST) if least is None else (least, _LEAST)
    if bound is None or (not bound and ways[0]):
        return ways[least is None]
    return f"{words[qualifier]}{_one(bound, unit, ways)}"


def _given(low: Decimal, high: Decimal, unit: str, ways: tuple[str, str], *, is_clipped: bool) -> str:
    """Return the computed value, the middle of its interval, with the interval where that is wide enough to be seen."""
    width = high - low
    shown = _one((low + high) / 2, unit, ways, 2 if unit == " times" else 1)
    if width < Decimal("0.005"):
        return shown
    first, last = sorted((low, high), key=abs) if ways[0] else (low, high)
    if is_clipped:
        return f"{_rounded(low)} to {_one(high, unit, ways)}"
    told = [_one(end, unit, ways) if low < 0 < high else _rounded(abs(end)) for end in (first, last)]
    return f"{shown} ({' to '.join(told)} by rounding)"


def _one(value: Decimal | None, unit: str, ways: tuple[str, str], places: int = 2) -> str:
    """Return a number with its unit, and which way it goes where it is a difference."""
    shown = "" if value is None else _rounded(abs(value) if ways[0] else value, places)
    if shown == "0" and ways[0]:
        return "equal"
    name = unit.removesuffix("s") if shown == "1" and unit != " times" else unit
    return f"{shown}{name} {ways[(value or 0) < 0]}".rstrip()


def _rounded(value: Decimal, places: int = 2) -> str:
    return number(value.quantize(Decimal(1).scaleb(-places)))
