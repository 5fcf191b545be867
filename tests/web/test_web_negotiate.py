"""One table of cases for the Accept header, one for Accept-Encoding."""

from __future__ import annotations

import pytest

from cpgraph.web.negotiate import accepts_gzip, negotiate

JSON, XML, CSV, HTML = "application/json", "application/xml", "text/csv", "text/html"
OFFERS = (JSON, XML, CSV, HTML)

CASES: list[tuple[str | None, str | None]] = [
    (None, JSON),  # no header accepts everything
    ("", None),  # an empty one accepts nothing
    ("*/*", JSON),
    ("text/csv", CSV),
    ("TEXT/Csv", CSV),
    ("text/csv; charset=utf-8", CSV),
    ('text/csv; charset="UTF-8"', CSV),
    ("text/csv; charset=utf-16", None),
    ("text/csv;header=absent", None),
    ("text/*", CSV),
    ("application/*", JSON),
    ("image/png", None),
    ("image/png, text/csv", CSV),
    ("image/png,text/csv", CSV),
    (" text/csv , image/png", CSV),
    ("text/csv;q=0", None),
    ("text/csv;q=0, */*", JSON),
    ("*/*;q=0, text/csv", CSV),
    ("application/json;q=0, */*;q=0.1", XML),
    ("application/json;q=0.5, text/csv;q=0.9", CSV),
    ("application/json;q=0.5, text/csv;q=0.5", JSON),  # a tie is ours to break
    ("text/csv;q=0.5, text/*;q=0.9", HTML),  # the more specific range counts for CSV
    ("text/*;q=0.9, text/csv;q=0.5", HTML),
    ("*/*;q=0.1, text/*;q=0.2, text/html;q=0.3", HTML),
    ("text/csv;q=1.000", CSV),
    ("text/csv;q=0.001", CSV),
    ("text/csv;q=1.5", None),  # no weight: the member counts for nothing
    ("text/csv;q=-1", None),
    ("text/csv;q=", None),
    ("text/csv;q=0.1234", None),
    ("text/csv; Q=0.5, application/xml; q=0.4", CSV),
    ("text/csv;q=0.5;ext=1", CSV),  # what follows the weight is no part of the type
    ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", HTML),  # a browser
    ("text/csv text/html", None),
    ("*/csv", None),
    ("text", None),
    ("*", None),
    (",,,", None),
    (",text/csv,,", CSV),
    ('text/csv;a="b,c", text/html', HTML),  # a comma in quotes parts nothing
    ('text/csv;a="b', None),
    (";q=1", None),
    ("text/csv\x00", None),
]


@pytest.mark.parametrize(("accept", "chosen"), CASES)
def test_accept(accept: str | None, chosen: str | None) -> None:
    assert negotiate(accept, OFFERS) == chosen


def test_a_long_header_is_read_in_linear_time() -> None:
    assert negotiate(("text/x;a=b," * 20_000) + "text/csv", OFFERS) == CSV
    assert negotiate('text/csv;a="' + '\\"' * 50_000, OFFERS) is None
    assert negotiate("text/csv" + ";a=b" * 50_000 + "!", OFFERS) is None


@pytest.mark.parametrize(
    ("accept", "is_taken"),
    [
        (None, False),
        ("", False),
        ("gzip", True),
        ("GZip", True),
        ("x-gzip", True),
        ("br, deflate", False),
        ("br, gzip", True),
        ("gzip;q=0", False),
        ("gzip;q=0.0, *", False),
        ("*", True),
        ("*;q=0", False),
        ("identity;q=0, gzip;q=0.2", True),
        ("identity;q=0.5, gzip;q=0.2", False),
        ("gzip;q=2", False),
    ],
)
def test_accept_encoding(accept: str | None, is_taken: bool) -> None:  # noqa: FBT001
    assert accepts_gzip(accept) is is_taken
