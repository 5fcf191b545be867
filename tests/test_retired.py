"""What a release published stays: each IRI is described, or leads to its successor, or says why it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from conftest import REPO
from cpgraph.errors import Place
from cpgraph.reader.mentions import number
from cpgraph.records.data import Data
from cpgraph.records.evidence import Mention
from cpgraph.vocab import BASE, CPG, DCTERMS

PUBLISHED = sorted((REPO / "tests" / "published").glob("*.txt"))
HEAD = "iri,successor,since,reason\n"


def published(path: Path) -> Iterator[str]:
    """The IRIs of a release."""
    for line in path.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            name, *endings = line.split(" ")
            yield BASE + name
            yield from (BASE + name + ending for ending in endings)


def subjects(quads: list[Quad], *, withdrawn: bool) -> set[str]:
    """What the graph describes: as it is, or as withdrawn."""
    names: set[str] = set()
    for quad in quads:
        if isinstance(quad.subject, NamedNode) and str(quad.graph_name).endswith("/retired>") == withdrawn:
            names |= {quad.subject.value, quad.subject.value.partition("#")[0]}
    return names


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_every_published_iri_is_there_or_withdrawn(path: Path, quads: list[Quad]) -> None:
    here, gone = subjects(quads, withdrawn=False), subjects(quads, withdrawn=True)
    old = set(published(path))
    assert len(old) > 9000
    assert not old - here - gone
    documents = {f"{BASE}ns", f"{BASE}prefixes", f"{BASE}shapes"}  # some of what stands in them is withdrawn
    assert not here & gone - documents
    assert {name for name in gone if "#" not in name} <= old | documents, "it was never published"


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: path.stem)
def test_a_published_place_is_still_that_place(path: Path, data: Data) -> None:
    """A name of a printed place, or its successor, quotes what the release quoted under it."""
    home = "report/ussc-2021-production/mention/"
    report = data.reports[0]
    successors = {item.name: item.successor for item in data.retired}
    moved, known = [], 0
    for line in path.with_suffix(".places").read_text(encoding="utf-8").splitlines()[1:]:
        name, start, end = line.split(" ")
        now = report.located.get(successors.get(home + name, home + name).removeprefix(home))
        if now is None:  # withdrawn without a successor among the places
            continue
        known += 1
        first, last = next((a, b) for text, a, b in now.offsets if text == report.record.extractions[0].id)
        if last <= int(start) or int(end) <= first:
            moved.append(name)
    assert known > 1300
    assert not moved


@pytest.mark.parametrize(
    ("places", "withdrawn", "names"),
    [
        (1, (), ["p__b"]),
        (2, (), ["p__b_1", "p__b_2"]),
        (2, ("p__b_1",), ["p__b_2", "p__b_3"]),
        (1, ("p__b",), ["p__b_1"]),
        (1, ("p__b", "p__b_1"), ["p__b_2"]),
    ],
)
def test_a_withdrawn_name_is_given_to_no_other_place(
    places: int, withdrawn: tuple[str, ...], names: list[str]
) -> None:
    mention = Mention("", "law", "b", "p", "[x]", "x", "PrintedInProse", Place("law.csv"))
    assert [item.id for item in number([mention] * places, withdrawn)] == names


def test_a_withdrawn_iri_leads_on_or_says_why(data: Data, quads: list[Quad]) -> None:
    here = subjects(quads, withdrawn=False)
    said: dict[tuple[str, NamedNode], str] = {
        (quad.subject.value, quad.predicate): quad.object.value
        for quad in quads
        if isinstance(quad.subject, NamedNode)
        and isinstance(quad.object, NamedNode | Literal)
        and str(quad.graph_name).endswith("/retired>")
    }
    assert len(data.retired) > 200
    for item in data.retired:
        successor = said.get((BASE + item.name, DCTERMS.isReplacedBy))
        assert successor == (BASE + item.successor if item.successor else None)
        assert successor in here or said[BASE + item.name, CPG.withdrawnBecause] == item.reason != ""
        assert said[BASE + item.name, CPG.withdrawnIn] == item.since
