"""Printed numbers: from the characters of a page to a value and its rounding interval.

A value `v` printed with `d` decimals stands for the half-open interval
`[v - 0.5 * 10**-d, v + 0.5 * 10**-d)`; a count is exact, so both bounds are the value. Negative
decimals belong to scaled numerals: "21.7 million" has -5. All arithmetic is on `Decimal`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from cpgraph.errors import NumeralError

_NUMERAL = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?:\.(?P<fraction>\d+))?(?: (?P<scale>\w+))?", re.ASCII
)
_SCALES = {"thousand": 3, "million": 6, "billion": 9}
_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
WORDS: dict[str, int] = {word: number for number, word in enumerate(_UNITS)}
WORDS |= {word: 10 * number for number, word in enumerate(_TENS, start=2)}
WORDS |= {"both": 2}


@dataclass(frozen=True, slots=True)
class Printed:
    """A number as printed: its characters, its value, and how many decimals they show."""

    text: str
    value: Decimal
    decimals: int

    def bounds(self, *, exact: bool) -> tuple[Decimal, Decimal]:
        """Give the interval the print stands for; an exact number is its own interval.

        >>> parse("60.3").bounds(exact=False)
        (Decimal('60.25'), Decimal('60.35'))
        """
        if exact and self.decimals >= 0:
            return self.value, self.value
        half = Decimal(5).scaleb(-self.decimals - 1)
        return self.value - half, self.value + half


def parse(text: str) -> Printed:
    """Read a numeral ("1,852", "60.3", "21.7 million") or a number word ("ten", "Forty").

    Raises:
        NumeralError: the text is neither.

    >>> parse("21.7 million")
    Printed(text='21.7 million', value=Decimal('21700000'), decimals=-5)
    """
    word = WORDS.get(text.strip().lower())
    if word is not None:
        return Printed(text, Decimal(word), 0)
    match = _NUMERAL.fullmatch(" ".join(text.split()))
    scale = 0 if match is None or not match["scale"] else _SCALES.get(match["scale"].lower())
    if match is None or scale is None:
        raise NumeralError(f"{text!r} is not a printed number")
    fraction = match["fraction"] or ""
    value = Decimal(match["digits"].replace(",", "") + ("." + fraction if fraction else ""))
    return Printed(text, plain(value.scaleb(scale)), len(fraction) - scale)


def plain(value: Decimal) -> Decimal:
    """Drop an exponent without losing a digit: `Decimal('2.17E+7')` becomes `21700000`."""
    return Decimal(f"{value:f}")


def lexical(value: Decimal) -> str:
    """Give the canonical xsd:decimal form: no exponent, no trailing zeros, no bare point.

    >>> lexical(Decimal("100.0")), lexical(Decimal("60.30"))
    ('100', '60.3')
    """
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def outward(bounds: tuple[Decimal, Decimal], quantum: str = "0.000001") -> tuple[Decimal, Decimal]:
    """Round the bounds of a quotient outwards, so that the interval still holds what it held.

    >>> outward((Decimal("0.33333333"), Decimal("0.33333334")))
    (Decimal('0.333333'), Decimal('0.333334'))
    """
    step = Decimal(quantum)
    return bounds[0].quantize(step, ROUND_FLOOR), bounds[1].quantize(step, ROUND_CEILING)
