"""The checks: each rule notices its own small fault, the ledger is held, the real graph passes.

`tests/rules/base/` is an invented report with one thing of every kind; `tests/rules/<rule>.<case>.ru`
is the smallest change to its graph that the rule, and no other, notices. Where others must notice it
too, the file names them (`# also:`).
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import Graph
from rdflib.plugins.sparql import prepareQuery

from conftest import REPO
from cpgraph.build import build
from cpgraph.check import OWN_CHECKS, render, validate
from cpgraph.check import rules as ruling
from cpgraph.check import shapes as shaping
from cpgraph.check.findings import Finding, Report, ordered, severity
from cpgraph.check.terms import statements
from cpgraph.cli import main
from cpgraph.errors import NotBuiltError, QueryFileError
from cpgraph.intervals import WORDS
from cpgraph.vocab import BASE, CPG, PREFIXES, RDF, SKOS, report_prefixes

RULES = REPO / "queries" / "rules"
CASES = sorted((REPO / "tests" / "rules").glob("*.ru"))
TABLE = {**PREFIXES, **report_prefixes("harbor-2022")}
PROLOGUE = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in TABLE.items())
# What the dataset says of itself takes most of the room of a small graph, and the rules little time.
APART = ("/graph/shapes", "/graph/catalog", "/graph/checks", "/graph/examples", "/graph/build")
SLOT = TABLE["obs"] + "count_permit-2020"


def quiet(_: str) -> None:
    return None


def iri(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(TABLE[prefix] + local)


@pytest.fixture(scope="module")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout with the invented report alone, built."""
    home = tmp_path_factory.mktemp("harbor")
    shutil.copytree(REPO / "tests" / "rules" / "base", home / "data")
    for name in ("ontology", "queries/rules"):
        shutil.copytree(REPO / name, home / name)
    build(home, home / "dist", quiet)
    return home


@pytest.fixture(scope="module")
def quads(small_home: Path) -> list[Quad]:
    return list(parse(path=str(small_home / "dist" / "cpgraph.nq"), format=RdfFormat.N_QUADS))


@pytest.fixture(scope="module")
def rules() -> tuple[ruling.Rule, ...]:
    return ruling.load_rules(RULES)


@pytest.fixture(scope="module")
def core(quads: list[Quad]) -> list[Quad]:
    return [quad for quad in quads if not str(quad.graph_name).rstrip(">").endswith(APART)]


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
def truth(core: list[Quad], rules: tuple[ruling.Rule, ...]) -> dict[str, set[Finding]]:
    return findings(store_of(core), rules)


# --- each rule and its cases ---


def test_every_rule_has_a_case_and_every_case_a_rule() -> None:
    assert {path.name.split(".")[0] for path in CASES} == {path.stem for path in RULES.glob("*.rq")}
    assert all(len(path.name.split(".")) == 3 for path in CASES)
    assert len(CASES) > 200


def test_the_invented_report_is_without_fault(small_home: Path) -> None:
    report = validate(small_home / "dist" / "cpgraph.nq", small_home, quiet)
    assert not report.failed, render.text(report)
    assert report.listed == 4


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_a_rule_notices_its_case(
    path: Path, core: list[Quad], rules: tuple[ruling.Rule, ...], truth: dict[str, set[Finding]]
) -> None:
    name, text = path.name.split(".")[0], path.read_text(encoding="utf-8")
    also = re.search(r"^# also: (.*)$", text, re.MULTILINE)
    expected = {name, *(also[1].split(", ") if also else ())}
    store = store_of(core)
    store.update(PROLOGUE + text)
    informal = {rule.query.id for rule in rules if rule.severity == "Info"} - {name}
    noticed = {rule for rule, found in findings(store, rules).items() if found - truth[rule]} - informal
    assert noticed == expected


def test_most_rules_have_a_case_of_their_own() -> None:
    """Some faults cannot be made alone: a name is made of what else is given."""
    alone = {path.name.split(".")[0] for path in CASES if "# also:" not in path.read_text(encoding="utf-8")}
    shared = {path.name.split(".")[0] for path in CASES} - alone
    assert len(shared) < 20, sorted(shared)


def test_rules_are_sparql_for_other_engines_too(rules: tuple[ruling.Rule, ...]) -> None:
    for rule in rules:
        prepareQuery(rule.query.text)


def test_number_words_of_the_rules_are_those_of_the_reader(rules: tuple[ruling.Rule, ...]) -> None:
    known = {name: number for name, number in WORDS.items() if "-" not in name}
    checked = 0
    for rule in rules:
        if rule.query.id in ("evidence-number-fits", "evidence-value-printed"):
            pairs = re.findall(r'\("([a-z]+)" (\d+)\)', rule.query.text)
            found = {
                word: int(number) for word, number in pairs if word not in ("thousand", "million", "billion")
            }
            assert found == known
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
        ("CPG-C001", "Warning", iri("an:fifty-months").value, iri("claim:refused-over-fifty").value)
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
    case = (REPO / "tests" / "rules" / "sum-of-parts.other.ru").read_text(encoding="utf-8")
    entry = "INSERT DATA { GRAPH g:quality { an:x cpg:check check:sum-of-parts ; oa:hasTarget bd:new } }"
    assert findings(change(core, case, entry), rules)["sum-of-parts"]


# --- what a rule file must have ---

GOOD = """#+ code: CPG-R999
#+ summary: A rule
#+ problem: Something is wrong.
#+ solution: Mend it.
#+ severity: Warning
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
        ("#+ solution: Mend it.\n", "", "the rule has no solution"),
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


# --- shapes ---


def test_the_graph_is_the_same_as_rdflib_reads_it(small_home: Path, quads: list[Quad]) -> None:
    """Literals keep their characters, as in the file; the shapes are not data."""
    kept = [quad for quad in quads if not str(quad.graph_name).rstrip(">").endswith("/graph/shapes")]
    text = "".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in kept)
    assert set(shaping.as_graph(quads)) == set(Graph().parse(data=text, format="nt"))
    decimal = Literal("1.50", datatype=NamedNode(PREFIXES["xsd"] + "decimal"))
    ours = shaping.as_graph([Quad(iri("obs:x"), CPG.size, decimal, iri("g:facts"))])
    assert [str(value) for value in ours.objects()] == ["1.50"]


def test_hoisted_shapes_report_what_plain_ones_do(core: list[Quad]) -> None:
    """Every mutilation of a thing is found by the same shape at the same place, both ways."""
    broken = list(core)
    for number, quad in enumerate(core):
        if number % 7 == 0:
            broken.remove(quad)
        elif number % 11 == 0:
            broken.append(Quad(quad.subject, SKOS.editorialNote, Literal("x"), quad.graph_name))
            broken.append(Quad(quad.subject, quad.predicate, Literal("wrong"), quad.graph_name))
    data, shapes = shaping.as_graph(broken), shaping.load_shapes(REPO / "ontology" / "shapes.ttl")
    plain, fast = shaping.validate(data, shapes), shaping.validate(data, shaping.hoisted(shapes))
    assert ordered(plain) == ordered(fast)
    assert len(plain) > 500
    assert len({finding.source for finding in plain}) > 60


def test_a_shape_for_a_class_of_nobody_is_told(core: list[Quad]) -> None:
    data = shaping.as_graph(core)
    shapes = Graph().parse(
        data=f"""@prefix sh: <{PREFIXES["sh"]}> . @prefix cpg: <{PREFIXES["cpg"]}> .
        <s:1> a sh:NodeShape ; sh:targetClass cpg:Observatoin . <s:2> a sh:NodeShape ; sh:targetClass cpg:Court .
        <s:3> a sh:NodeShape ; sh:targetClass cpg:Claim ."""
    )
    told = [(finding.severity, finding.label) for finding in shaping.idle_targets(shapes, data)]
    assert told == [("Info", "Court"), ("Violation", "Observatoin")]


def test_a_message_of_a_shape_is_split_into_problem_and_remedy(core: list[Quad]) -> None:
    taken = [
        quad for quad in core if not (quad.subject == NamedNode(SLOT) and quad.predicate == CPG.obtainedBy)
    ]
    shapes = shaping.load_shapes(REPO / "ontology" / "shapes.ttl")
    results = shaping.validate(shaping.as_graph(taken), shaping.hoisted(shapes))
    (found,) = [finding for finding in results if finding.focus == SLOT]
    assert found.code == "shape:Observation-obtainedBy"
    assert found.severity == "Violation"
    assert found.focus == SLOT
    assert found.label == "number of permit cases, fiscal year 2020"
    assert found.message.endswith("its value was obtained.")
    assert found.remedy == "Check `how`."
    assert found.component.endswith("#MinCountConstraintComponent")


# --- single statements ---


def test_terms_that_no_list_has_are_found() -> None:
    fine = Quad(iri("obs:x"), RDF.type, CPG.Claim, iri("g:facts"))
    assert statements([fine]) == []
    cases = {
        "labl": Quad(iri("obs:x"), NamedNode(PREFIXES["rdfs"] + "labl"), Literal("x"), iri("g:facts")),
        "Observatoin": Quad(
            iri("obs:x"), RDF.type, NamedNode(PREFIXES["qb"] + "Observatoin"), iri("g:facts")
        ),
        "MO_2": Quad(iri("obs:x"), CPG.unit, NamedNode(PREFIXES["unit"] + "MO_2"), iri("g:facts")),
        "colour": Quad(iri("obs:x"), NamedNode("https://example.org/colour"), Literal("x"), iri("g:facts")),
    }
    for name, quad in cases.items():
        assert [(f.code, f.label) for f in statements([quad])] == [("CPG-C011", name)]
    link = Quad(
        iri("m:x"), SKOS.closeMatch, NamedNode(PREFIXES["unit"] + "MO_2"), NamedNode(f"{BASE}graph/links")
    )
    assert statements([link]) == []


def test_statements_without_a_graph_or_with_blank_nodes_are_found() -> None:
    homeless = Quad(iri("obs:x"), RDF.type, CPG.Claim, DefaultGraph())
    assert [f.code for f in statements([homeless])] == ["CPG-C012"]
    line = f"_:b <{RDF.type.value}> <{CPG.Claim.value}> <{BASE}graph/shared> ."
    (blank,) = parse(line, format=RdfFormat.N_QUADS)
    assert [f.code for f in statements([blank])] == ["CPG-C013"]
    (shape,) = parse(line.replace("graph/shared", "graph/shapes"), format=RdfFormat.N_QUADS)
    assert statements([shape]) == []


# --- the whole ---


@pytest.fixture(scope="module")
def real(built: Path) -> Report:
    return validate(built / "cpgraph.nq", REPO, quiet)


def test_the_real_graph_passes(real: Report) -> None:
    assert not real.failed, render.text(real)
    assert real.counts["Violation"] == real.counts["Warning"] == 0
    assert real.checks == {
        "rules": len(list(RULES.glob("*.rq"))),
        "shapes": real.checks["shapes"],
        "others": 5,
    }
    assert real.checks["shapes"] > 150
    assert len(OWN_CHECKS) == 5
    assert real.listed > 20


def test_every_shape_has_something_to_check_in_the_real_graph(real: Report) -> None:
    assert [finding.focus for finding in real.findings if finding.code == "CPG-C021"] == []


def test_progress_is_told(small_home: Path) -> None:
    said: list[str] = []
    validate(small_home / "dist" / "cpgraph.nq", small_home, said.append)
    assert [line.split()[0] for line in said] == ["reading", "running", "checking"]


def test_a_missing_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="Run `cpgraph build` first"):
        validate(tmp_path / "cpgraph.nq", REPO, quiet)


# --- what is printed ---


@pytest.fixture
def broken(small_home: Path, quads: list[Quad], tmp_path: Path) -> Path:
    """A graph file with a fault of each severity; two of the violations are of one rule."""
    faults = {(SLOT, CPG.obtainedBy), (iri("an:not-half").value, CPG.check)}
    left = [quad for quad in quads if (str(quad.subject).strip("<>"), quad.predicate) not in faults]
    nine = Literal("9", datatype=NamedNode(PREFIXES["xsd"] + "integer"))
    left.append(Quad(iri("part:summary"), CPG.order, nine, iri("g:structure")))
    path = tmp_path / "broken.nq"
    path.write_text("".join(f"{quad} .\n" for quad in left), encoding="utf-8")
    return path


class Reader(HTMLParser):
    """Collects the tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - its name
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


def run(arguments: list[str], home: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("CPGRAPH_HOME", str(home))
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    return int(str(stopped.value.code))


def test_a_sound_graph_ends_with_0(
    small_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate"], small_home, monkeypatch) == 0
    printed = capsys.readouterr()
    assert re.search(
        r"rules and \d+ shapes checked: 0 violations, 0 warnings, \d+ for information; "
        r"4 inconsistencies of the source found, all of them in the ledger of anomalies\.$",
        printed.out.strip(),
    )
    assert "running" in printed.err


def test_a_broken_graph_ends_with_1_and_says_what_to_do(
    small_home: Path, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--graph", str(broken)], small_home, monkeypatch) == 1
    text = capsys.readouterr().out
    assert "VIOLATION  shape:Observation-obtainedBy: 1 finding" in text
    assert (
        "- number of permit cases, fiscal year 2020 <report/harbor-2022/observation/count_permit-2020>"
        in text
    )
    assert "To do: Check `how`." in text
    assert "VIOLATION  CPG-R832 part-order: 1 finding" in text
    assert "WARNING  CPG-R638 claim-outside-tolerance: 1 finding" in text
    assert "- and 40 more (--format json lists all)" in text
    assert text.index("VIOLATION") < text.index("WARNING") < text.index("info  ")


def test_a_warning_alone_ends_with_1(
    small_home: Path, quads: list[Quad], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [quad for quad in quads if (quad.subject, quad.predicate) != (iri("an:not-half"), CPG.check)]
    path = tmp_path / "warned.nq"
    path.write_text("".join(f"{quad} .\n" for quad in left), encoding="utf-8")
    assert run(["validate", "--graph", str(path)], small_home, monkeypatch) == 1


def test_no_graph_ends_with_1_and_says_so(
    tmp_path: Path, small_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--graph", str(tmp_path / "no.nq")], small_home, monkeypatch) == 1
    assert "there is no built graph here" in capsys.readouterr().err


def test_the_report_as_json(
    small_home: Path, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--graph", str(broken), "--format", "json"], small_home, monkeypatch) == 1
    body = json.loads(capsys.readouterr().out)
    assert body["failed"] is True
    assert body["counts"]["Warning"] == 1
    assert body["listed"] == 3
    assert sum(body["counts"].values()) == len(body["findings"])
    first = body["findings"][0]
    assert set(first) == {
        *("code", "severity", "focus", "label", "message", "value", "remedy", "source", "path", "component")
    }


def test_the_report_as_a_page(
    small_home: Path, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--graph", str(broken), "--format", "html"], small_home, monkeypatch) == 1
    page = capsys.readouterr().out
    reader = Reader()
    reader.feed(page)
    assert page.startswith("<!DOCTYPE html>")
    assert not {"script", "link", "img"} & set(reader.tags)
    assert reader.tags.count("h1") == 1
    assert "Violation: shape:Observation-obtainedBy (1)" in reader.words
    assert "number of permit cases, fiscal year 2020" in reader.words


def test_the_report_as_turtle(
    small_home: Path, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--graph", str(broken), "--format", "ttl"], small_home, monkeypatch) == 1
    graph = Graph().parse(data=capsys.readouterr().out, format="turtle")
    rows = graph.query(
        f"""PREFIX sh: <{PREFIXES["sh"]}> SELECT ?focus ?shape ?component WHERE {{
        ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?result .
        ?result a sh:ValidationResult ; sh:resultSeverity sh:Violation ; sh:focusNode ?focus ;
          sh:sourceShape ?shape ; sh:sourceConstraintComponent ?component ; sh:resultMessage ?message }}"""
    )
    found = {(str(row[0]), str(row[1]).replace("#", "/").rpartition("/")[2]) for row in rows}
    assert (SLOT, "Observation-obtainedBy") in found
    assert (iri("g:x").value.rpartition("/graph/")[0], "part-order") in found


def test_pages_escape_what_they_show() -> None:
    item = Finding(
        "CPG-R1", "Violation", "https://example.org/<b>", "<i>", "a & b", "<u>", "", "https://example.org/c"
    )
    page = render.html(Report((item,), {"rules": 1}))
    assert "<i>" not in page
    assert "<u>" not in page
    assert "a &amp; b" in page


@pytest.mark.parametrize("form", [render.text, render.as_json, render.html, render.turtle])
def test_an_empty_report_can_be_printed(form: Callable[[Report], str]) -> None:
    assert form(Report((), {"rules": 0, "shapes": 0}))
