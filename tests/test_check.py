"""`cpgraph validate`: shapes, single statements, the whole of the checks, and how the report is printed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Graph

from conftest import REPO
from cpgraph.check import OWN_CHECKS, render, validate
from cpgraph.check import shapes as shaping
from cpgraph.check.findings import Finding, Report, ordered
from cpgraph.check.terms import statements
from cpgraph.cli import main
from cpgraph.errors import NotBuiltError
from cpgraph.vocab import BASE, CPG, PREFIXES, RDF, SKOS, report_prefixes

TABLE = {**PREFIXES, **report_prefixes("harbor-2022")}
SLOT = TABLE["obs"] + "count_permit-2020"


def quiet(_: str) -> None:
    return None


def iri(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(TABLE[prefix] + local)


# --- shapes ---


def test_the_graph_is_the_same_as_rdflib_reads_it(harbor: Path, harbor_quads: list[Quad]) -> None:
    """Literals keep their characters, as in the file; the shapes are not data."""
    kept = [quad for quad in harbor_quads if not str(quad.graph_name).rstrip(">").endswith("/graph/shapes")]
    text = "".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in kept)
    assert set(shaping.as_graph(harbor_quads)) == set(Graph().parse(data=text, format="nt"))
    decimal = Literal("1.50", datatype=NamedNode(PREFIXES["xsd"] + "decimal"))
    ours = shaping.as_graph([Quad(iri("obs:x"), CPG.size, decimal, iri("g:facts"))])
    assert [str(value) for value in ours.objects()] == ["1.50"]


def test_hoisted_shapes_report_what_plain_ones_do(harbor_quads: list[Quad]) -> None:
    """Every mutilation of a thing is found by the same shape at the same place, both ways."""
    broken = list(harbor_quads)
    for number, quad in enumerate(harbor_quads):
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


def test_a_shape_for_a_class_of_nobody_is_told(harbor_quads: list[Quad]) -> None:
    data = shaping.as_graph(harbor_quads)
    shapes = Graph().parse(
        data=f"""@prefix sh: <{PREFIXES["sh"]}> . @prefix cpg: <{PREFIXES["cpg"]}> .
        <s:1> a sh:NodeShape ; sh:targetClass cpg:Observatoin . <s:2> a sh:NodeShape ; sh:targetClass cpg:Court .
        <s:3> a sh:NodeShape ; sh:targetClass cpg:Claim ."""
    )
    told = [(finding.severity, finding.label) for finding in shaping.idle_targets(shapes, data)]
    assert told == [("Info", "Court"), ("Violation", "Observatoin")]


def test_a_message_of_a_shape_is_split_into_problem_and_remedy(harbor_quads: list[Quad]) -> None:
    taken = [
        quad
        for quad in harbor_quads
        if not (quad.subject == NamedNode(SLOT) and quad.predicate == CPG.obtainedBy)
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


def test_the_invented_report_is_without_fault(harbor: Path) -> None:
    report = validate(harbor / "dist" / "cpgraph.nq", harbor, quiet)
    assert not report.failed, render.text(report)
    assert report.listed == 4


@pytest.fixture(scope="module")
def real(built: Path) -> Report:
    return validate(built / "cpgraph.nq", REPO, quiet)


def test_the_real_graph_passes(real: Report) -> None:
    assert not real.failed, render.text(real)
    assert real.counts["Violation"] == real.counts["Warning"] == 0
    assert real.checks == {
        "rules": len(list((REPO / "queries" / "rules").glob("*.rq"))),
        "shapes": real.checks["shapes"],
        "others": 5,
    }
    assert real.checks["shapes"] > 150
    assert len(OWN_CHECKS) == 5
    assert real.listed > 20


def test_every_shape_has_something_to_check_in_the_real_graph(real: Report) -> None:
    assert [finding.focus for finding in real.findings if finding.code == "CPG-C021"] == []


def test_progress_is_told(harbor: Path) -> None:
    said: list[str] = []
    validate(harbor / "dist" / "cpgraph.nq", harbor, said.append)
    assert [line.split()[0] for line in said] == ["reading", "running", "checking"]


def test_a_missing_graph_is_told(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="Run `cpgraph build` first"):
        validate(tmp_path / "cpgraph.nq", REPO, quiet)


# --- what is printed ---


@pytest.fixture
def broken(harbor: Path, harbor_quads: list[Quad], tmp_path: Path) -> Path:
    """A graph file with a fault of each severity; two of the violations are of one rule."""
    faults = {(SLOT, CPG.obtainedBy), (iri("an:not-half").value, CPG.check)}
    left = [quad for quad in harbor_quads if (str(quad.subject).strip("<>"), quad.predicate) not in faults]
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
    harbor: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate"], harbor, monkeypatch) == 0
    printed = capsys.readouterr()
    assert re.search(
        r"rules and \d+ shapes checked: 0 violations, 0 warnings, \d+ for information; "
        r"4 inconsistencies of the source found, all of them in the ledger of anomalies\.$",
        printed.out.strip(),
    )
    assert "running" in printed.err


def test_a_broken_graph_ends_with_1_and_says_what_to_do(
    harbor: Path, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--graph", str(broken)], harbor, monkeypatch) == 1
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
    harbor: Path, harbor_quads: list[Quad], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    left = [
        quad for quad in harbor_quads if (quad.subject, quad.predicate) != (iri("an:not-half"), CPG.check)
    ]
    path = tmp_path / "warned.nq"
    path.write_text("".join(f"{quad} .\n" for quad in left), encoding="utf-8")
    assert run(["validate", "--graph", str(path)], harbor, monkeypatch) == 1


def test_no_graph_ends_with_1_and_says_so(
    tmp_path: Path, harbor: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--graph", str(tmp_path / "no.nq")], harbor, monkeypatch) == 1
    assert "there is no built graph here" in capsys.readouterr().err


def test_the_report_as_json(
    harbor: Path, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--graph", str(broken), "--format", "json"], harbor, monkeypatch) == 1
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
    harbor: Path, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--graph", str(broken), "--format", "html"], harbor, monkeypatch) == 1
    page = capsys.readouterr().out
    reader = Reader()
    reader.feed(page)
    assert page.startswith("<!DOCTYPE html>")
    assert not {"script", "link", "img"} & set(reader.tags)
    assert reader.tags.count("h1") == 1
    assert "Violation: shape:Observation-obtainedBy (1)" in reader.words
    assert "number of permit cases, fiscal year 2020" in reader.words


def test_the_report_as_turtle(
    harbor: Path, broken: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["validate", "--graph", str(broken), "--format", "ttl"], harbor, monkeypatch) == 1
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
