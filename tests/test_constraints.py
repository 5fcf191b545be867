"""The rules as SPARQL constraints: pyshacl finds by the published file what our own runner finds by the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

import pyshacl
import pytest
from pyoxigraph import Quad, Store
from rdflib import SH, Graph, URIRef
from rdflib.plugins.sparql import processor

from cpgraph.check import rules as ruling
from cpgraph.check import shapes as shaping
from cpgraph.describe.constraints import constraints
from cpgraph.vocab import PREFIXES, is_apart
from test_rules import APART, CASES, PROLOGUE, RULES, store_of

Found = tuple[str, str, str]
PROBE = ("sum-of-parts", "sub-population-given", "fitting-numbers-in-range", "law-code-cited")
"""The rules whose cases the quick run asks: with a sum, with queries inside, with a comparison, with a table."""

LONG = frozenset(
    """breakdown-complete class-of-object class-of-property evidence-one-quote evidence-same-place-same-quote
    evidence-same-quote-same-place fitting-number-possible note-order sub-population-given""".split()
)
"""Rules that take pyshacl minutes in the real graph: it asks them of each node anew, in the order they are written."""


@pytest.fixture(scope="module", autouse=True)
def quicker() -> Iterator[None]:
    """pyshacl has a query read anew for each node that it asks about; here it is read once."""
    with pytest.MonkeyPatch.context() as patch:
        translate, parse = processor.translateQuery, processor.parseQuery
        read = cache(lambda text: translate(parse(text)))
        patch.setattr(processor, "parseQuery", lambda text: text)
        patch.setattr(processor, "translateQuery", lambda text, *_: read(text))
        yield


@pytest.fixture(scope="module")
def rules() -> Mapping[str, ruling.Rule]:
    return {rule.query.id: rule for rule in ruling.load_rules(RULES)}


@pytest.fixture(scope="module")
def shapes(rules: Mapping[str, ruling.Rule]) -> Graph:
    """The published file."""
    return Graph().parse(data=constraints(rule.query for rule in rules.values()), format="turtle")


@pytest.fixture(scope="module")
def core(harbor_quads: list[Quad]) -> list[Quad]:
    return [quad for quad in harbor_quads if not str(quad.graph_name).endswith(APART)]


def alone(shapes: Graph, name: str) -> Graph:
    """The shape of one rule."""
    return shapes.cbd(URIRef(PREFIXES["check"] + name))


def by_pyshacl(quads: Iterable[Quad], shapes: Graph) -> set[Found]:
    data = shaping.as_graph(quads)
    _, report, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    assert isinstance(report, Graph)
    return {
        finding(*(str(report.value(result, part)) for part in (SH.sourceShape, SH.focusNode, SH.value)))
        for result in report.subjects(SH.resultSeverity)
    }


def by_runner(store: Store, rules: Iterable[ruling.Rule]) -> set[Found]:
    """Findings of our own; where a rule gives no value, a result of SHACL has its focus for one."""
    return {
        finding(
            rule.iri,
            row.focus,
            row.focus if value.partition(":")[0] in ("", *rule.query.returns[2:]) else value,
        )
        for rule in rules
        for row in ruling.rows(store, rule)
        for value in (row.value.split("; ")[0],)
    }


def finding(shape: str, focus: str, value: str) -> Found:
    """A finding; engines write the same number with more or less digits."""
    plain = re.sub(r"\d+\.\d+", lambda number: f"{float(number[0]):.4f}".rstrip("0").rstrip("."), value)
    return shape.removeprefix(PREFIXES["check"]), focus, plain


def test_the_file_has_each_rule_or_says_why_not(shapes: Graph, rules: Mapping[str, ruling.Rule]) -> None:
    there = {str(shape).removeprefix(PREFIXES["check"]) for shape in shapes.subjects(SH.sparql)}
    assert there == {name for name, rule in rules.items() if rule.query.target}
    said = " ".join(map(str, shapes.objects(None, URIRef(PREFIXES["dcterms"] + "description"))))
    assert all(f"{name} ({rules[name].query.no_target})" in said for name in rules.keys() - there)
    for name in there:
        (severity,) = shapes.objects(URIRef(PREFIXES["check"] + name), SH.severity)
        assert severity == SH[rules[name].severity]


@pytest.mark.parametrize("probe", [PROBE, pytest.param((), marks=pytest.mark.slow)])
def test_it_finds_in_each_case_what_the_rule_finds(
    probe: tuple[str, ...], core: list[Quad], shapes: Graph, rules: Mapping[str, ruling.Rule]
) -> None:
    wrong = {}
    for case, update in CASES.items():
        rule = rules[case.split(".")[0]]
        if rule.query.target and (rule.query.id in probe or not probe):
            store = store_of(core)
            store.update(PROLOGUE + update)
            expected = by_runner(store, [rule])
            found = by_pyshacl(store, alone(shapes, rule.query.id))
            if found != expected or not found:
                wrong[case] = found ^ expected
    assert wrong == {}


@pytest.mark.slow
def test_it_finds_the_same_in_the_real_graph(
    built: Path, quads: list[Quad], rules: Mapping[str, ruling.Rule]
) -> None:
    assert set(rules) > LONG
    kept = [quad for quad in quads if not is_apart(str(quad.graph_name))]
    chosen = [rule for name, rule in rules.items() if rule.query.target and name not in LONG]
    shapes, asked = Graph().parse(built / "rules.ttl"), Graph()
    for rule in chosen:
        asked += alone(shapes, rule.query.id)
    expected = by_runner(store_of(kept), chosen)
    assert by_pyshacl(kept, asked) == expected
    assert len(expected) > 100
