"""The rules and the agreement that the house profile asks for: each notices its own small fault.

`tests/rules/base/` is an invented report with one thing of every kind. A case, `# --- <rule>.<case>` in a file of
`tests/rules/`, is the smallest change to its graph that the rule, and no other, notices. Where others must notice
it too, the case names them (`# also:`). A case `house:<shape>.<case>` is noticed by that shape. The ledger of
anomalies is held against the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

import pytest
from pyoxigraph import Quad, Store
from rdflib import SH, Graph

from conftest import REPO
from cpgraph.check import rules as ruling
from cpgraph.check.findings import Finding, severity
from cpgraph.errors import QueryFileError
from cpgraph.intervals import WORDS
from cpgraph.vocab import PREFIXES, is_apart, report_prefixes
from judge import Shapes

RULES = REPO / "queries" / "rules"
ALL_CASES = {
    name: update
    for path in sorted((REPO / "tests" / "rules").glob("*.ru"))
    for name, update in re.findall(
        r"^# --- (\S+)\n(.*?)(?=^# --- |\Z)", path.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
}
"""The update of each case, by the name of the rule or shape and a word for the fault."""
CASES = {name: update for name, update in ALL_CASES.items() if not name.startswith("house:")}
HOUSE_CASES = {name: update for name, update in ALL_CASES.items() if name.startswith("house:")}
TABLE = {**PREFIXES, **report_prefixes("harbor-2022")}
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in TABLE.items())
# What the dataset says of itself takes most of the room of a small graph, and tells the rules little.
APART = (
    "/graph/cube>",
    "/graph/house>",
    "/graph/shapes>",
    "/graph/catalog>",
    "/graph/checks>",
    "/graph/examples>",
    "/graph/build>",
)


@pytest.fixture(scope="module")
def rules() -> tuple[ruling.Rule, ...]:
    return ruling.load_rules(RULES)


@pytest.fixture(scope="module")
def core(harbor_quads: list[Quad]) -> list[Quad]:
    return [quad for quad in harbor_quads if not str(quad.graph_name).endswith(APART)]


def store_of(quads: list[Quad]) -> Store:
    store = Store()
    store.bulk_extend(quads)
    return store


def findings(store: Store, rules: tuple[ruling.Rule, ...]) -> dict[str, set[Finding]]:
    ledger = ruling.read_ledger(store)
    return {
        rule.query.id: set(ruling.findings(store, rule, ruling.rows(store, rule), ledger)[0])
        for rule in rules
    }


@pytest.fixture(scope="module")
def with_rows(core: list[Quad], harbor_quads: list[Quad]) -> list[Quad]:
    """The same with its row view, which no case of another graph makes anew."""
    return [*core, *(quad for quad in harbor_quads if is_apart(str(quad.graph_name)))]


@pytest.fixture(scope="module")
def truth(core: list[Quad], rules: tuple[ruling.Rule, ...]) -> dict[str, set[Finding]]:
    return findings(store_of(core), rules)


@pytest.fixture(scope="module")
def truth_of_rows(with_rows: list[Quad], rules: tuple[ruling.Rule, ...]) -> dict[str, set[Finding]]:
    return findings(store_of(with_rows), rules)


# --- each rule and its cases ---


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {name.split(".")[0] for name in CASES} == {path.stem for path in RULES.glob("*.rq")}
    assert len(CASES) > 100


def shapes_of_agreement() -> set[str]:
    """The shapes of the house profile that close no class."""
    shapes = Graph().parse(REPO / "ontology" / "house.ttl")
    named = set(shapes.subjects(SH.severity)) - set(shapes.subjects(SH.closed))
    return {
        str(shape).replace(PREFIXES["house"], "house:")
        for shape in named
        if str(shape).startswith(PREFIXES["house"])
    }


AGREEMENT = shapes_of_agreement()


def test_every_shape_of_agreement_has_a_case() -> None:
    assert {name.split(".")[0] for name in HOUSE_CASES} == AGREEMENT


@pytest.fixture(scope="module")
def shapes(core: list[Quad]) -> Shapes:
    return Shapes(store_of(core), REPO / "ontology")


def refusing(shapes: Shapes, quads: Iterable[Quad]) -> set[str]:
    """The shapes of agreement that refuse what some statements touch."""
    return {name.replace(PREFIXES["house"], "house:") for name in shapes.refusing(quads)} & AGREEMENT


@pytest.mark.parametrize("case", HOUSE_CASES)
def test_a_shape_of_agreement_notices_its_case(case: str, core: list[Quad], shapes: Shapes) -> None:
    """The shape refuses what the case touches, and no other of them does."""
    store = store_of(core)
    before = set(store)
    store.update(PROLOGUE + HOUSE_CASES[case])
    gone, new = before - set(store), set(store) - before
    shapes.change(gone, new)
    found = refusing(shapes, gone | new)
    shapes.change(new, gone)
    also = re.search(r"^# also: (.*)$", HOUSE_CASES[case], re.MULTILINE)
    assert found == {case.split(".")[0], *(also[1].split(", ") if also else ())}


@pytest.mark.parametrize("alone", [False, pytest.param(True, marks=pytest.mark.slow)])
@pytest.mark.parametrize("case", CASES)
def test_a_rule_notices_its_case(
    case: str, rules: tuple[ruling.Rule, ...], request: pytest.FixtureRequest, *, alone: bool
) -> None:
    """The rule and those named beside it are asked; the slow run asks all others, which must see nothing."""
    name, text = case.split(".")[0], CASES[case]
    of_rows = "g:cube" in text
    core = request.getfixturevalue("with_rows" if of_rows else "core")
    truth = request.getfixturevalue("truth_of_rows" if of_rows else "truth")
    also = re.search(r"^# also: (.*)$", text, re.MULTILINE)
    expected = {name, *(also[1].split(", ") if also else ())}
    store = store_of(core)
    store.update(PROLOGUE + text)
    informal = {rule.query.id for rule in rules if rule.severity == "Info"} - {name}
    others = [
        rule for rule in rules if of_rows or "row-view" not in rule.query.tags
    ]  # rows are made anew by a build
    asked = tuple(rule for rule in others if alone or rule.query.id in expected)
    noticed = {rule for rule, found in findings(store, asked).items() if found - truth[rule]} - informal
    assert noticed == expected


def test_most_rules_have_a_case_of_their_own() -> None:
    """Some faults cannot be made alone: a name is made of what else is given."""
    alone = {name.split(".")[0] for name, update in CASES.items() if "# also:" not in update}
    shared = {name.split(".")[0] for name in CASES} - alone
    assert len(shared) <= 20, sorted(shared)


def test_number_words_of_the_rules_are_those_of_the_reader(rules: tuple[ruling.Rule, ...]) -> None:
    known = {name: number for name, number in WORDS.items() if "-" not in name}
    checked = 0
    for rule in rules:
        if rule.query.id in ("evidence-number-fits", "evidence-value-printed"):
            pairs = re.findall(r"([a-z]+)=(\d+)", rule.query.text)
            assert {word: int(number) for word, number in pairs} == known
            checked += 1
    assert checked == 2


# --- the ledger ---


def change(core: list[Quad], *updates: str) -> Store:
    store = store_of(core)
    for update in updates:
        store.update(PROLOGUE + update)
    return store


def test_a_ledger_entry_that_nothing_finds_is_stale(core: list[Quad], rules: tuple[ruling.Rule, ...]) -> None:
    store = change(
        core,
        "DELETE { GRAPH ?g { claim:refused-over-fifty cpg:verdict ?v } }"
        " INSERT { GRAPH ?g { claim:refused-over-fifty cpg:verdict cpg:Holds } }"
        " WHERE { GRAPH ?g { claim:refused-over-fifty cpg:verdict ?v } }",
    )
    found = findings(store, rules)["claim-contradicted"]
    assert [(f.code, f.severity, f.focus, f.value) for f in found] == [
        ("CPG-C001", "Warning", TABLE["an"] + "fifty-months", TABLE["claim"] + "refused-over-fifty")
    ]


def test_an_entry_may_also_be_about_what_its_check_never_finds() -> None:
    entries = {("r/claim/a", "an"), ("r/part/table", "an"), ("r/claim/b", "an2"), ("r/part/x", "an3")}
    assert ruling.stale(entries, {"r/claim/a"}) == [("r/claim/b", "an2"), ("r/part/x", "an3")]
    assert ruling.stale({("r/claim/a", "an"), ("r/part/x", "an")}, set()) == [
        ("r/claim/a", "an"),
        ("r/part/x", "an"),
    ]


@pytest.mark.parametrize("check", ["no-such-rule", "sum-of-parts", "evidence-single"])
def test_an_entry_must_name_a_rule_that_warns(
    check: str, core: list[Quad], rules: tuple[ruling.Rule, ...]
) -> None:
    store = change(core, f"INSERT DATA {{ GRAPH g:quality {{ an:new-boats cpg:check check:{check} }} }}")
    found = ruling.unknown_checks(store, rules, ruling.read_ledger(store))
    assert [(f.code, f.severity, f.value) for f in found] == [("CPG-C002", "Violation", check)]


def test_a_violation_is_not_excused_by_the_ledger(core: list[Quad], rules: tuple[ruling.Rule, ...]) -> None:
    case = CASES["sum-of-parts.other"]
    entry = "INSERT DATA { GRAPH g:quality { an:x cpg:check check:sum-of-parts ; oa:hasTarget bd:new } }"
    assert findings(change(core, case, entry), rules)["sum-of-parts"]


# --- what a rule file must have ---

GOOD = """#+ code: CPG-R999
#+ summary: A rule
#+ problem: Something is wrong.
#+ solution: Fix it.
#+ severity: Warning
#+ target: sh:targetSubjectsOf rdf:type
#+ returns: [focus, value]

SELECT ?focus ?value
WHERE {
  ?focus ?property ?value .
}
ORDER BY ?focus ?value
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("#+ code: CPG-R999\n", "", "the rule has no code"),
        ("#+ problem: Something is wrong.\n", "", "the rule has no problem"),
        ("#+ solution: Fix it.\n", "", "the rule has no solution"),
        ("#+ target: sh:targetSubjectsOf rdf:type\n", "", "the rule has not one of target and no_target"),
        (
            "#+ returns",
            "#+ no_target: It has none.\n#+ returns",
            "the rule has not one of target and no_target",
        ),
        ("severity: Warning", "severity: Grave", "'Grave' is not one of Violation, Warning, Info"),
        ("[focus, value]", "[value, focus]", "the columns are not the ones"),
        ("?focus ?value\nWHERE", "?value ?focus\nWHERE", "the columns are not the ones"),
        ("WHERE {", "WHERE", "the engine cannot read the query"),
    ],
)
def test_a_rule_file_without_what_it_needs_is_refused(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    (tmp_path / "a-rule.rq").write_text(GOOD)
    assert [rule.severity for rule in ruling.load_rules(tmp_path)] == ["Warning"]
    (tmp_path / "a-rule.rq").write_text(GOOD.replace(old, new, 1))
    with pytest.raises(QueryFileError, match=re.escape(message)):
        ruling.load_rules(tmp_path)


def test_rules_return_focus_and_value_first_and_share_no_code(tmp_path: Path) -> None:
    turned = GOOD.replace("[focus, value]", "[value, focus]").replace(
        "?focus ?value\nWHERE", "?value ?focus\nWHERE"
    )
    (tmp_path / "a-rule.rq").write_text(turned)
    with pytest.raises(QueryFileError, match=r"does not return \?focus and \?value first"):
        ruling.load_rules(tmp_path)
    (tmp_path / "a-rule.rq").write_text(GOOD)
    (tmp_path / "b-rule.rq").write_text(GOOD)
    with pytest.raises(QueryFileError, match="CPG-R999 is that of a-rule"):
        ruling.load_rules(tmp_path)


def test_severity_is_read_with_or_without_its_namespace() -> None:
    assert severity(PREFIXES["sh"] + "Warning") == severity("Warning") == "Warning"
