"""Printed numbers, their decimals and their intervals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from cpgraph.errors import NumeralError
from cpgraph.intervals import lexical, parse


@pytest.mark.parametrize(
    ("text", "value", "decimals", "lower", "upper"),
    [
        ("60.3", "60.3", 1, "60.25", "60.35"),
        ("100.0", "100.0", 1, "99.95", "100.05"),
        ("275", "275", 0, "274.5", "275.5"),
        ("1,852", "1852", 0, "1851.5", "1852.5"),
        ("0.7", "0.7", 1, "0.65", "0.75"),
        ("21.7 million", "21700000", -5, "21650000", "21750000"),
        ("Forty", "40", 0, "39.5", "40.5"),
        ("both", "2", 0, "1.5", "2.5"),
    ],
)
def test_parse_and_bounds(text: str, value: str, decimals: int, lower: str, upper: str) -> None:
    printed = parse(text)
    assert (printed.value, printed.decimals) == (Decimal(value), decimals)
    assert printed.bounds(exact=False) == (Decimal(lower), Decimal(upper))


def test_a_count_is_its_own_interval_but_a_scaled_one_is_not() -> None:
    assert parse("512").bounds(exact=True) == (Decimal(512), Decimal(512))
    assert parse("21.7 million").bounds(exact=True) == (Decimal(21650000), Decimal(21750000))


@pytest.mark.parametrize("text", ["", "12%", "1,85", "one-third", "6 0", "٣", "1.2.3", "12 apples", "-3"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(NumeralError):
        parse(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [("100.0", "100"), ("0.50", "0.5"), ("2.17E+7", "21700000"), ("-0.0", "0"), ("60.25", "60.25")],
)
def test_canonical_decimal(value: str, text: str) -> None:
    assert lexical(Decimal(value)) == text
