"""The real report and an invented one together: built, validated, and served, page by page."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import REPO
from cpgraph.check import render, validate
from cpgraph.vocab import BASE
from cpgraph.web.settings import Settings
from web.service import serving

from .asking import Site
from .reading import parse

SECOND = f"{BASE}report/demo-2022"


@pytest.fixture(scope="module")
def site(both: Path) -> Iterator[Site]:
    settings = Settings(graph=both / "cpgraph.nq", queries=REPO / "queries" / "answers", workers=2)
    with serving(settings) as service:
        yield Site(service)


@pytest.mark.slow
def test_they_pass_together(both: Path) -> None:
    together = validate(both / "cpgraph.nq", REPO, lambda _: None)
    assert not together.failed, render.text(together)


def test_each_thing_of_the_second_has_its_page(site: Site, both: Path) -> None:
    lines = (both / "cpgraph.nq").read_text(encoding="utf-8").splitlines()
    subjects = {line.split(" ", 1)[0].strip("<>") for line in lines}
    things = sorted(iri for iri in subjects if iri.startswith(SECOND) and "#" not in iri)
    assert len(things) > 60
    for iri in things[::3]:
        redirect = site.get(iri.removeprefix(BASE.rstrip("/")))
        answer = site.get(redirect.headers["location"])
        assert (redirect.status, answer.status, parse(answer.text)[1]) == (303, 200, []), iri


@pytest.mark.parametrize(
    ("question", "column", "found"),
    [
        ("table-as-printed?part=part/table-1", "number", {"25", "15", "40"}),
        ("where-a-number-is-printed?observation=observation/count_permit-2021", "printed", {"40"}),
        ("known-texts?report=", "characters", {"385"}),
    ],
)
def test_questions_are_answered_for_the_second(
    site: Site, question: str, column: str, found: set[str]
) -> None:
    name, _, value = question.partition("?")
    asked = value.replace("=", f"={SECOND}/", 1).rstrip("/")
    answer = site.get(f"/queries/{name}?{asked}", accept="text/csv")
    assert answer.status == 200, answer.text
    assert {row[column] for row in csv.DictReader(answer.text.splitlines())} == found


def test_a_question_says_when_it_is_of_one_report(site: Site) -> None:
    told = "names categories of one report"
    assert told in site.get("/queries/travel-to-meet-a-victim").text
    assert told not in site.get("/queries/table-as-printed").text


def test_the_second_is_plain_and_the_first_at_a_glance(site: Site) -> None:
    """No question draws a chart for the page of the second."""
    seconds = site.get(f"/{SECOND.removeprefix(BASE)}.html").text
    assert "<figure" not in seconds
    assert (
        site.get("/report/ussc-2021-production.html").text.count("<figure")
        == site.get("/").text.count("<figure")
        >= 8
    )
