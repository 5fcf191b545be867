"""Printed numbers and their intervals; sizes, means, fitting bases, verdicts: by small numbers, then on the report."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest

from cpgraph.arithmetic import compute
from cpgraph.arithmetic.claims import accepted, combine, verdict
from cpgraph.arithmetic.sizes import fitting, generalisations
from cpgraph.errors import NumeralError
from cpgraph.intervals import lexical, parse
from cpgraph.records.data import Data
from cpgraph.records.statistics import ObservationKey, PopulationKey

D = Decimal


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
    assert (printed.value, printed.decimals) == (D(value), decimals)
    assert printed.bounds(exact=False) == (D(lower), D(upper))


def test_a_count_is_its_own_interval_but_a_scaled_one_is_not() -> None:
    assert parse("512").bounds(exact=True) == (D(512), D(512))
    assert parse("21.7 million").bounds(exact=True) == (D(21650000), D(21750000))


@pytest.mark.parametrize("text", ["", "12%", "1,85", "one-third", "6 0", "٣", "1.2.3", "12 apples", "-3"])
def test_what_is_no_number(text: str) -> None:
    with pytest.raises(NumeralError):
        parse(text)


@pytest.mark.parametrize(
    ("value", "text"),
    [("100.0", "100"), ("0.50", "0.5"), ("2.17E+7", "21700000"), ("-0.0", "0"), ("60.25", "60.25")],
)
def test_canonical_decimal(value: str, text: str) -> None:
    assert lexical(D(value)) == text


@pytest.mark.parametrize(
    ("lower", "upper", "base", "numbers"),
    [
        ("60.25", "60.35", 512, []),
        ("18.15", "18.25", 512, [93]),
        ("37.5", "38.5", 8, [3]),
        ("0", "100.05", 2, [0, 1, 2]),
    ],
)
def test_whole_numbers_that_fit(lower: str, upper: str, base: int, numbers: list[int]) -> None:
    assert fitting(D(lower), D(upper), D(base)) == numbers


# the interval of the data, the qualifier, the target with its decimals, the verdict
VERDICTS = [
    ((60, 61), "MoreThan", "59", "Holds"),
    ((60, 61), "MoreThan", "60.5", "WithinRounding"),
    ((60, 61), "MoreThan", "61", "Contradicted"),
    ((60, 60), "MoreThan", "60", "Contradicted"),
    ((60, 60), "AtLeast", "60", "Holds"),
    ((60, 61), "AtLeast", "60", "Holds"),
    ((60, 61), "AtLeast", "61", "Contradicted"),
    ((60, 61), "LessThan", "61", "Holds"),
    ((61, 61), "LessThan", "61", "Contradicted"),
    ((60, 61), "LessThan", "60", "Contradicted"),
    ((60, 60), "AtMost", "60", "Holds"),
    ((60, 61), "AtMost", "60", "WithinRounding"),
    ((37, 38), "Nearly", "40", "Holds"),
    ((35, 37), "Nearly", "40", "WithinRounding"),
    ((35, 36), "Nearly", "40", "OutsideTolerance"),
    ((40, 41), "Nearly", "40", "OutsideTolerance"),
    ((36, 44), "Approximately", "40", "Holds"),
    ((44, 44), "Approximately", "40", "Holds"),
    ((44, 45), "Approximately", "40", "WithinRounding"),
    ((45, 46), "Approximately", "40", "OutsideTolerance"),
    ((41, 42), "JustOver", "40", "Holds"),
    ((39, 40), "JustOver", "40", "OutsideTolerance"),
    ((40, 40), "JustOver", "40", "OutsideTolerance"),
    ((D("10.5"), D("11.5")), "Printed", "11", "Holds"),
    ((10, 12), "Printed", "11", "WithinRounding"),
    ((12, 13), "Printed", "11", "Contradicted"),
]


@pytest.mark.parametrize(("interval", "qualifier", "target", "expected"), VERDICTS)
def test_verdicts(interval: tuple[D, D], qualifier: str, target: str, expected: str) -> None:
    bounds = (D(interval[0]), D(interval[1]))
    allowed = accepted(qualifier, D(target), 0)
    vague = qualifier in ("Nearly", "Approximately", "JustOver")
    assert verdict(bounds, allowed, vague=vague) == expected


def test_kinds_of_claims() -> None:
    left, right = [(D(10), D(11)), (D(1), D(1))], [(D(4), D(5)), (D(2), D(3))]
    assert combine("Value", left, []) == (D(11), D(12))
    assert combine("Difference", left, right) == (D(3), D(6))
    assert combine("Sum", left, right) == (D(3), D(6))
    assert combine("Rank", left, right) == (D(-4), D(-3))
    assert combine("Remainder", [(D("99.9"), D("100.1"))], [(D(2), D(4))]) == (D(0), D("0.05"))
    assert combine("Remainder", [(D(60), D(70))], [(D(2), D(4))]) == (D("7.5"), D(20))
    assert combine("Ratio", [(D(8), D(9))], [(D(2), D(4))]) == (D(2), D("4.5"))
    assert combine("PercentChange", [(D(512), D(512))], [(D(98), D(98))])[0].quantize(D("0.1")) == D("422.4")


def key(text: str) -> ObservationKey:
    return ObservationKey.parse(text)


def test_computed_numbers_of_the_report(data: Data) -> None:
    """Each number here is worked out by hand from the printed tables."""
    made = {item.key: item for item in compute(data.reports[0]).derived}
    # (285 * 307 + 129 * 244) / 414, and the bounds half a month either way
    contact = made[key("derived-mean-sentence prod/2019/contact.any")]
    assert (contact.value, contact.lower, contact.upper) == (D("287.370"), D("286.869"), D("287.870"))
    # 512 * 275 less the four ages, over the eleven left, of whom no text says that their age is unknown
    unknown = made[key("derived-mean-sentence prod/2019/victim-age.no-age-group")]
    # (512 * 275 - 138728) / 11, with 511.5 and 501 half months either way
    assert (unknown.value, unknown.lower, unknown.upper) == (D("188.364"), D("142.318"), D("234.410"))
    # 26 + 58 are printed, so no percentage is needed to size infants and toddlers
    assert made[key("derived-count prod/2019/victim-age.infant-or-toddler")].value == 84
    assert made[key("derived-count prod/2019/victim-age.known")].value == 26 + 58 + 223 + 194
    assert made[key("derived-count other-federal/2019")].value == 70537 - 512
    # 89.1 percent of 311 and its parts, from percentages alone
    assert made[key("implied-count prod/2019/contact.any/location.same")].value == 277
    assert made[key("implied-count prod/2019/contact.offender/location.same")].value == 262
    # 395 / 512 = 77.148: 77.2 only by way of 77.15
    twice = made[key("implied-count prod/2019/offense-of-conviction.production")]
    assert (twice.value, twice.rounding) == (D(395), "two-step")
    # three cases without a victim
    assert made[key("derived-count prod/2019/victims.any")].value == 512 - 3
    # 61.7 percent of 315 are over the 194 teenagers of Table 9, 30.3 of 279 over its 84 infants and toddlers
    remote, in_person = (
        "prod/2019/contact-method.remote",
        "prod/2019/contact-method.in-person/victim-age.known",
    )
    assert made[key(f"largest-fitting-number {remote}")].value == 282
    assert made[key(f"largest-fitting-number {in_person}")].value == 267
    # no number up to 512, the highest of the years, fits the nine percentages of fiscal year 2010
    assert not [item for item in made if str(item.population) == "prod/2010"]


def test_every_computed_number_names_inputs_that_exist(data: Data) -> None:
    report = data.reports[0]
    computed = compute(report)
    known = {obs.key for obs in report.observations} | {item.key for item in computed.derived}
    for item in computed.derived:
        assert item.sources
        assert set(item.sources) <= known, item.key
        assert item.lower <= item.value <= item.upper, item.key


def test_what_lies_within_what(data: Data) -> None:
    report = data.reports[0]
    wider = {
        str(k)
        for k in generalisations(PopulationKey.parse("prod/2019/contact.offender/location.same"), report)
    }
    assert {
        "prod/2019",
        "prod/2019/location.same",
        "prod/2019/contact.any/location.same",
        "federal/2019",
    } <= wider
    assert "prod/2019/contact.victim" not in wider


def test_claims_of_the_report(data: Data) -> None:
    """The verdicts that a reader would check first, each from the printed tables."""
    judged = {item.claim.id: item for item in compute(data.reports[0]).claims}
    contradicted = {name for name, item in judged.items() if item.verdict == "Contradicted"}
    assert contradicted == {
        "any-contact-over-300-months",  # 287.4 months for all 414
        "non-contact-history-longer",  # 255 against 267 months
        "offenses-of-conviction-are-all",  # 99.7 percent
        "remaining-by-cross-reference",  # 91 against about 117 offenders
        "teacher-over-300-months",  # 274 months
        "victims-range",  # from one, and three cases without a victim
    }
    for item in judged.values():
        assert (item.verdict == "NotCheckable") == (item.claim.not_checkable is not None)
    counted = {
        name: int(item.computed[0]) for name, item in judged.items() if item.claim.items and item.computed
    }
    assert counted["fifteen-year-period"] == 15
    assert counted["a-decade-earlier"] == 9
    assert counted["four-measures-of-propensity"] == 4
    # the rest of fiscal year 2005 is 0.0 percent, and what stands against it in 2019 adds up to 12.2
    assert judged["other-kinds-steady-together"].verdict == "OutsideTolerance"
    assert len(judged) > 200


NUMBER = r"\(?\d[\d.,]*\)?"
EQUATION = re.compile(rf"(?<![\d.])({NUMBER}(?: [-+x/] {NUMBER})+) = (\d[\d,]*(?:\.\d+)?)")


def test_the_ledger_calculates_right(data: Data) -> None:
    """Every equation of a computation in the ledger; a fraction may be given in percent."""
    report = data.reports[0]
    equations = [found.groups() for item in report.anomalies for found in EQUATION.finditer(item.computation)]
    assert len(equations) > 30
    for left, right in equations:
        terms = re.sub(r"[\d.]+", r"D('\g<0>')", left.replace("x", "*").replace(",", ""))
        value, given = eval(terms), D(right.replace(",", ""))
        half = D(5).scaleb(int(given.as_tuple().exponent) - 1)
        assert min(abs(value - given), abs(100 * value - given)) <= half, (left, right)


def test_the_ledger_names_the_numbers_that_fit(data: Data) -> None:
    report = data.reports[0]
    fits = {item.key: item.value for item in compute(report).derived}
    measures = ("fitting-numbers", "smallest-fitting-number", "largest-fitting-number")
    for name in ("prod/2019/contact-method.in-person/victim-age.known", "prod/2019/contact-method.remote"):
        count, least, most = (fits[key(f"{measure} {name}")] for measure in measures)
        words = f"{count} numbers from {least} to {most} fit"
        assert any(words in item.computation for item in report.anomalies), words
