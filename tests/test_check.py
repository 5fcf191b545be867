"""`cpgraph validate`: shapes, single statements, the whole of the checks, and how the report is printed."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from bench import synthetic
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse
from rdflib import Graph

from commands import run
from conftest import REPO
from cpgraph.check import OWN_CHECKS, render, untold, validate
from cpgraph.check import shapes as shaping
from cpgraph.check.findings import SEVERITIES, Finding, Report, Severity
from cpgraph.check.terms import statements
from cpgraph.vocab import BASE, CPG, PREFIXES, RDF, SKOS, XSD, is_apart, report_prefixes

TABLE = {**PREFIXES, **report_prefixes("harbor-2022")}
SLOT = TABLE["obs"] + "count_permit-2020"


def iri(name: str) -> NamedNode:
    prefix, _, local = name.partition(":")
    return NamedNode(TABLE[prefix] + local)


# --- shapes ---


def test_the_graph_is_the_same_as_rdflib_reads_it(harbor_quads: list[Quad]) -> None:
    """Literals keep their characters, as in the file; the shapes are not data."""
    kept = [q for q in harbor_quads if not str(q.graph_name).endswith(("/graph/house>", "/graph/shapes>"))]
    kept = [quad for quad in kept if not is_apart(str(quad.graph_name))]
    text = "".join(f"{quad.subject} {quad.predicate} {quad.object} .\n" for quad in kept)
    assert set(
        shaping.as_graph([quad for quad in harbor_quads if not is_apart(str(quad.graph_name))])
    ) == set(Graph().parse(data=text, format="nt"))
    decimal = Literal("1.50", datatype=NamedNode(PREFIXES["xsd"] + "decimal"))
    ours = shaping.as_graph([Quad(iri("obs:x"), CPG.size, decimal, iri("g:facts"))])
    assert [str(value) for value in ours.objects()] == ["1.50"]


def test_a_shape_for_a_class_of_nobody_is_told(harbor_quads: list[Quad]) -> None:
    data = shaping.as_graph(harbor_quads)
    shapes = Graph().parse(
        data=f"""@prefix sh: <{PREFIXES["sh"]}> . @prefix cpg: <{PREFIXES["cpg"]}> .
        <s:1> a sh:NodeShape ; sh:targetClass cpg:Observatoin . <s:2> a sh:NodeShape ; sh:targetClass cpg:Court .
        <s:3> a sh:NodeShape ; sh:targetClass cpg:Claim ."""
    )
    told = [(finding.severity, finding.label) for finding in shaping.idle_targets(shapes, data)]
    assert told == [("Info", "Court"), ("Violation", "Observatoin")]


# --- single statements ---


def test_terms_that_no_list_has_are_found() -> None:
    assert statements([Quad(iri("obs:x"), RDF.type, CPG.Claim, iri("g:facts"))]) == []
    cases: dict[str, tuple[NamedNode, NamedNode | Literal]] = {
        "labl": (NamedNode(PREFIXES["rdfs"] + "labl"), Literal("x")),
        "Observatoin": (RDF.type, NamedNode(PREFIXES["qb"] + "Observatoin")),
        "MO_2": (CPG.unit, NamedNode(PREFIXES["unit"] + "MO_2")),
        "colour": (NamedNode("https://example.org/colour"), Literal("x")),
    }
    for name, (predicate, value) in cases.items():
        found = statements([Quad(iri("obs:x"), predicate, value, iri("g:facts"))])
        assert [(f.code, f.label) for f in found] == [("CPG-C011", name)]
    other = NamedNode(PREFIXES["unit"] + "MO_2")
    assert statements([Quad(iri("m:x"), SKOS.closeMatch, other, NamedNode(f"{BASE}graph/links"))]) == []


def test_what_a_graph_says_of_its_rules_is_what_their_files_say(harbor_quads: list[Quad]) -> None:
    """One that is lost and one that is added are told of; what is said of other things is not looked at."""
    told = [q for q in harbor_quads if str(q.graph_name).strip("<>") == f"{BASE}graph/checks"]
    assert told
    assert not [*untold(harbor_quads, told)]
    lost, kept = told[0], [quad for quad in harbor_quads if quad != told[0]]
    added = Quad(lost.subject, RDF.value, Literal("x"), lost.graph_name)
    found = [*untold([*kept, added], told)]
    assert {finding.code for finding in found} == {"CPG-C022"}
    assert len(found) == 2


def test_statements_without_a_graph_or_with_blank_nodes_are_found() -> None:
    homeless = Quad(iri("obs:x"), RDF.type, CPG.Claim, DefaultGraph())
    assert [f.code for f in statements([homeless])] == ["CPG-C012"]
    line = f"_:b <{RDF.type.value}> <{CPG.Claim.value}> <{BASE}graph/shared> ."
    (blank,) = parse(line, format=RdfFormat.N_QUADS)
    assert [f.code for f in statements([blank])] == ["CPG-C013"]
    (shape,) = parse(line.replace("graph/shared", "graph/shapes"), format=RdfFormat.N_QUADS)
    assert statements([shape]) == []
    wrong = Quad(NamedNode(SLOT), RDF.value, Literal("21", datatype=XSD.gYear), iri("g:facts"))
    assert [f.code for f in statements([wrong])] == ["CPG-C014"]


# --- the whole ---


@pytest.mark.slow  # the rules alone are asked of it by `test_mutation.py`
def test_the_real_graph_passes_and_every_shape_has_something_to_check(built: Path) -> None:
    real = validate(built / "cpgraph.nq", REPO, lambda _: None)
    assert not real.failed, render.text(real)
    assert real.counts["Violation"] == real.counts["Warning"] == 0
    rules = len(list((REPO / "queries" / "rules").glob("*.rq")))
    assert real.checks == {"rules": rules, "shapes": real.checks["shapes"], "others": len(OWN_CHECKS)}
    assert len(OWN_CHECKS) == 7
    assert real.checks["shapes"] > 150
    assert real.listed > 20
    idle = {finding.label for finding in real.findings if finding.code == "CPG-C021"}
    assert idle <= {"Collection", "OrderedCollection", "Slice", "SliceKey"}, "the classes of rules of others"


def test_a_sound_graph_ends_with_0(harbor: Path) -> None:
    done = run("validate", CPGRAPH_HOME=harbor)
    assert done.code == 0, done.out
    assert re.search(
        r"rules and \d+ shapes checked: 0 violations, 0 warnings, \d+ for information; "
        r"5 inconsistencies of the source found, all of them in the ledger of anomalies\.$",
        done.out.strip(),
    )
    assert [line.split()[1] for line in done.err.splitlines()] == ["reading", "checking"]


@pytest.fixture(scope="module")
def broken(harbor_quads: list[Quad], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph file with a fault of each severity."""
    faults = {(SLOT, CPG.obtainedBy), (iri("an:not-half").value, CPG.check)}
    left = [quad for quad in harbor_quads if (str(quad.subject).strip("<>"), quad.predicate) not in faults]
    far = Literal("99", datatype=NamedNode(PREFIXES["xsd"] + "integer"))
    left.append(Quad(iri("part:notes"), CPG.order, far, iri("g:structure")))
    path = tmp_path_factory.mktemp("broken") / "broken.nq"
    path.write_text("".join(f"{quad} .\n" for quad in left), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def report(harbor: Path, broken: Path) -> Report:
    return validate(broken, harbor, lambda _: None)


def test_a_broken_graph_ends_with_1_and_says_what_to_do(harbor: Path, broken: Path, report: Report) -> None:
    for form, shown in (("json", render.as_json), ("ttl", render.turtle)):
        done = run("validate", "--graph", broken, "--format", form, CPGRAPH_HOME=harbor)
        assert (done.code, done.out.strip()) == (1, shown(report).strip())
    text = render.text(report)
    for line in (
        "VIOLATION  shape:Observation-obtainedBy: 1 finding",
        "- number of permit cases, fiscal year 2020 <report/harbor-2022/observation/count_permit-2020>",
        "To do: Check `how`.",
        "VIOLATION  CPG-R801 note-numbers: 1 finding",
        "WARNING  CPG-R638 claim-outside-tolerance: 1 finding",
        "- and 42 more (--format json lists all)",
    ):
        assert line in text
    assert text.index("VIOLATION") < text.index("WARNING") < text.index("info  ")


def test_the_report_as_json(report: Report) -> None:
    body = json.loads(render.as_json(report))
    assert (body["failed"], body["counts"]["Warning"], body["listed"]) == (True, 1, 4)
    assert sum(body["counts"].values()) == len(body["findings"])
    (found,) = [one for one in body["findings"] if one["focus"] == SLOT and one["path"]]
    assert found.pop("message").endswith("its value was obtained.")
    assert found.pop("component").endswith("#MinCountConstraintComponent")
    assert found == {
        "code": "shape:Observation-obtainedBy",
        "severity": "Violation",
        "focus": SLOT,
        "label": "number of permit cases, fiscal year 2020",
        "value": "",
        "remedy": "Check `how`.",
        "source": PREFIXES["shape"] + "Observation-obtainedBy",
        "path": CPG.obtainedBy.value,
    }


def test_the_report_as_turtle(report: Report) -> None:
    rows = (
        Graph()
        .parse(data=render.turtle(report), format="turtle")
        .query(
            f"""PREFIX sh: <{PREFIXES["sh"]}> SELECT ?focus ?shape ?component WHERE {{
        ?report a sh:ValidationReport ; sh:conforms false ; sh:result ?result .
        ?result a sh:ValidationResult ; sh:resultSeverity sh:Violation ; sh:focusNode ?focus ;
          sh:sourceShape ?shape ; sh:sourceConstraintComponent ?component ; sh:resultMessage ?message }}"""
        )
    )
    found = {(str(row[0]), str(row[1]).replace("#", "/").rpartition("/")[2]) for row in rows}
    assert (SLOT, "Observation-obtainedBy") in found
    assert (iri("g:x").value.rpartition("/graph/")[0], "note-numbers") in found


def test_reports_are_checked_by_themselves(harbor: Path, tmp_path: Path) -> None:
    """A fault of each of two reports is found, and one that lies between them; what they share is told once."""
    one, two = harbor / "dist" / "cpgraph.nq", tmp_path / "two.nq"
    synthetic.write(one, two, 2)
    again = "harbor-2022-copy-1"
    second = SLOT.replace("harbor-2022", again)
    faults = tuple(f"<{slot}> <{CPG.obtainedBy.value}> " for slot in (SLOT, second))
    lines = two.read_text(encoding="utf-8").splitlines(keepends=True)
    left = [line for line in lines if not line.startswith(faults)]
    graph = TABLE["g"].replace("harbor-2022", again)
    left.append(f"<{second}> <{PREFIXES['dcterms']}relation> <{SLOT}> <{graph}facts> .\n")
    assert len(left) == len(lines) - 1
    two.write_text("".join(left), encoding="utf-8")
    alone, found = (validate(graph, harbor, lambda _: None).findings for graph in (one, two))
    assert {(item.code, item.focus) for item in found if item.severity == "Violation"} >= {
        ("shape:Observation-obtainedBy", SLOT),
        ("shape:Observation-obtainedBy", second),
        ("CPG-R306", SLOT),
    }
    counted = "CPG-R913"  # the catalog is that of the first report alone
    shared = [item for item in alone if "/report/" not in item.focus]
    assert shared == [item for item in found if "/report/" not in item.focus and item.code != counted]


def test_a_warning_fails_and_information_does_not() -> None:
    def report(grade: Severity) -> Report:
        return Report((Finding("CPG-R1", grade, "x:a", "a", "wrong", "1", "right", "x:check"),), {"rules": 1})

    assert [report(grade).failed for grade in SEVERITIES] == [True, True, False]
    assert not Report((), {}).failed
    assert all(form(Report((), {})) for form in (render.text, render.as_json, render.turtle))
