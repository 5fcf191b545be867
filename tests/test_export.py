"""`cpgraph export`: what comes out is what is in the graph, and a wrong call says what to do."""

from __future__ import annotations

import shutil
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Quad,
    RdfFormat,
    parse,
)

from cpgraph import cli, export, turtle
from cpgraph.errors import NotBuiltError
from cpgraph.files import SUMS
from cpgraph.vocab import BASE, PREFIXES

FACTS = f"{BASE}report/ussc-2021-production/graph/facts"
NOWHERE = DefaultGraph()


@pytest.fixture(scope="module")
def place(built: Path, repo: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the built graph, from which the command exports."""
    home = tmp_path_factory.mktemp("home")
    shutil.copytree(built, home / "dist")
    shutil.copytree(repo / "ontology", home / "ontology")
    for name in ("LICENSE-DATA", "CITATION.cff"):
        shutil.copy(repo / name, home)
    return home


@pytest.fixture(scope="module")
def graph(place: Path) -> export.Built:
    return export.read(place / "dist")


def canonical(quads: list[Quad]) -> list[str]:
    """Quads as sorted lines, with blank nodes named by their place."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad) for quad in dataset)


def run(place: Path, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    """The exit code of `cpgraph export`."""
    monkeypatch.setenv("CPGRAPH_HOME", str(place))
    with pytest.raises(SystemExit) as left:
        cli.main(["export", *arguments])
    return int(left.value.code or 0)


def without_graphs(quads: list[Quad]) -> list[Quad]:
    return [Quad(q.subject, q.predicate, q.object, NOWHERE) for q in quads]


# --- Round trips ------------------------------------------------------------


@pytest.mark.parametrize("form", get_args(export.FormatName))
def test_the_dataset_survives_every_format(graph: export.Built, form: export.FormatName) -> None:
    """A format with named graphs gives back the same quads; one without them the same triples, each once."""
    chosen, _ = export.FORMATS[form]
    quads = list(parse("\n".join(graph.lines), format=RdfFormat.N_QUADS))
    back = list(parse(export.render(graph, form), format=chosen))
    expected = quads if chosen.supports_datasets else without_graphs(quads)
    assert canonical(back) == canonical(expected)
    assert len(back) > 50_000


@pytest.mark.parametrize("form", get_args(export.FormatName))
@pytest.mark.parametrize("name", [FACTS, f"{BASE}graph/shapes"])
def test_a_named_graph_survives_every_format(graph: export.Built, form: export.FormatName, name: str) -> None:
    chosen, _ = export.FORMATS[form]
    lines = [line for line in graph.lines if line.endswith(f" <{name}> .")]
    quads = list(parse("\n".join(lines), format=RdfFormat.N_QUADS))
    back = list(parse(export.render(graph, form, name), format=chosen))
    expected = quads if chosen.supports_datasets else without_graphs(quads)
    assert canonical(back) == canonical(expected)
    assert len(back) == len(lines) > 1000


def test_nquads_are_the_very_bytes_of_the_build(place: Path, graph: export.Built) -> None:
    assert export.render(graph, "nquads") == (place / "dist" / "cpgraph.nq").read_bytes()


def test_trig_is_the_very_file_of_the_build(place: Path, graph: export.Built) -> None:
    text = (place / "dist" / "cpgraph.trig").read_bytes()
    first = text.index(b" {\n")  # before it stand the prefixes, of which an export leaves out the unused
    start = text.rindex(b"\n", 0, first)
    assert export.render(graph, "trig").endswith(text[start:])


def test_the_order_of_lines_does_not_matter(graph: export.Built) -> None:
    turned = export.Built(tuple(reversed(graph.lines)), graph.prefixes, graph.graphs)
    for form in ("trig", "turtle"):
        assert export.render(turned, form, FACTS) == export.render(graph, form, FACTS)


def test_turtle_begins_a_thing_with_class_and_name_and_has_only_used_prefixes(graph: export.Built) -> None:
    text = export.render(graph, "turtle", FACTS).decode()
    start = text.index("\nobs:count_prod-2019 a qb:Observation")
    assert text[start:].split("\n")[2].startswith("\tskos:prefLabel ")
    assert "@prefix obs: " in text[:start]
    assert "@prefix eli: " not in text
    assert graph.prefixes["obs"] == f"{BASE}report/ussc-2021-production/observation/"
    assert set(PREFIXES) <= set(graph.prefixes)


def test_a_line_end_inside_a_literal_is_no_end_of_a_line(tmp_path: Path) -> None:
    """Some characters end a line for Python and not for N-Quads."""
    line = f'<{BASE}a> <{PREFIXES["rdfs"]}label> "one\u2028two\x85three" <{BASE}graph/x> .'
    (tmp_path / "cpgraph.nq").write_text(f"{line}\n", encoding="utf-8")
    built = export.read(tmp_path)
    assert built.lines == (line,)
    (quad,) = parse(export.render(built, "trig"), format=RdfFormat.TRIG)
    assert getattr(quad.object, "value", "") == "one\u2028two\x85three"


def test_a_triple_in_two_graphs_is_written_once() -> None:
    lines = [f'<{BASE}a> <{BASE}p> "o" <{BASE}graph/{name}> .' for name in "xy"]
    assert turtle.merged(lines) == [f'<{BASE}a> <{BASE}p> "o" .']


# --- Names of graphs --------------------------------------------------------


@pytest.mark.parametrize(
    "name", [FACTS, f"<{FACTS}>", "report/ussc-2021-production/graph/facts", "graph/facts", "facts", "/facts"]
)
def test_a_graph_is_found_by_its_iri_or_an_end_of_it(graph: export.Built, name: str) -> None:
    assert graph.find(name) == FACTS


def test_an_unknown_graph_names_the_near_ones(graph: export.Built) -> None:
    with pytest.raises(
        export.UnknownGraphError, match=r"no graph is called fcats\. Did you mean .*graph/facts"
    ):
        graph.find("fcats")
    with pytest.raises(export.UnknownGraphError, match=r"called xyzzy\. There are: .*graph/law, "):
        graph.find("xyzzy")


def test_an_ambiguous_name_lists_what_it_could_be() -> None:
    names = tuple(f"{BASE}report/{report}/graph/facts" for report in ("one", "two"))
    with pytest.raises(
        export.UnknownGraphError, match="several graphs are called facts: report/one/graph/facts"
    ):
        export.Built((), {}, names).find("facts")


# --- The command ------------------------------------------------------------


def test_the_command_writes_one_file_and_names_it(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "folder"
    assert run(place, monkeypatch, "--out", str(out), "--format", "turtle", "--graph", "law") == 0
    assert capsys.readouterr().out.replace("\n", "") == str(out / "law.ttl")
    assert [path.name for path in out.iterdir()] == ["law.ttl"]
    assert run(place, monkeypatch, "--out", str(out), "--graph", "facts", "--format", "rdfxml") == 0
    assert (out / "ussc-2021-production-facts.rdf").read_bytes().startswith(b"<?xml")


def test_the_command_writes_to_standard_output(
    place: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(place, monkeypatch, "--out", "-", "--graph", "law", "--format", "ntriples") == 0
    out = capfdbinary.readouterr().out
    assert len(list(parse(out, format=RdfFormat.N_TRIPLES))) > 100


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--graph", "fcats"], "Did you mean"),
        (["--format", "n4"], "is not one of"),
        (["--all", "somewhere", "--graph", "law"], "leave --graph out"),
        (["--nonsense"], "No such option"),
    ],
)
def test_wrong_usage_leaves_with_2(
    place: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: list[str],
    message: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run(place, monkeypatch, *arguments) == 2
    assert message in " ".join(capsys.readouterr().err.split())
    assert list(tmp_path.iterdir()) == []


def test_nothing_built_leaves_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(tmp_path, monkeypatch, "--out", str(tmp_path / "out")) == 1
    assert "Run `cpgraph build` first. [CPG-E300]" in capsys.readouterr().err


@pytest.mark.parametrize("text", ["", '<a> <b> "c" .\n', f"<{BASE}a> <{BASE}b> <{BASE}c> <{BASE}g> ."])
def test_a_graph_that_is_cut_off_or_another_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "cpgraph.nq").write_text(text, encoding="utf-8")
    with pytest.raises(export.ExportError, match=r"cpgraph\.nq:[01]: this is no line of a built graph"):
        export.read(tmp_path)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    (tmp_path / "cpgraph.nq").write_bytes(b"\xff\xfe")
    with pytest.raises(export.ExportError, match="cannot be read"):
        export.read(tmp_path)


def test_lines_that_are_no_quads_are_refused(tmp_path: Path) -> None:
    (tmp_path / "cpgraph.nq").write_text(f"one two three <{BASE}g> .\n", encoding="utf-8")
    with pytest.raises(export.ExportError, match="cannot be parsed"):
        export.render(export.read(tmp_path), "trig")


def test_a_place_that_cannot_be_written_leaves_with_1(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert run(place, monkeypatch, "--out", str(tmp_path / "file"), "--graph", "law") == 1
    assert "[CPG-E301]" in capsys.readouterr().err
    assert run(place, monkeypatch, "--all", str(tmp_path / "file" / "under")) == 1


# --- The publication folder -------------------------------------------------


def test_a_publication_has_each_file_at_the_path_of_its_iri(
    place: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, graph: export.Built
) -> None:
    target = tmp_path / "site"
    assert run(place, monkeypatch, "--all", str(target)) == 0
    files = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    for iri in graph.graphs:
        path = f"{iri.removeprefix(BASE)}.ttl"
        assert path in files
        lines = turtle.of_graph(graph.lines, iri)
        assert len(list(parse(path=str(target / path), format=RdfFormat.TURTLE))) == len(lines)
    downloads = [
        str(quad.object)[1:-1]
        for quad in parse("\n".join(graph.lines), format=RdfFormat.N_QUADS)
        if quad.predicate.value == f"{PREFIXES['dcat']}downloadURL"
    ]
    assert len(downloads) == 9
    assert {url.removeprefix(BASE) for url in downloads} <= files
    shown = {
        "ns.ttl",
        "shapes.ttl",
        "void.ttl",
        ".well-known/void",
        "dcat.ttl",
        "LICENSE-DATA",
        "CITATION.cff",
    }
    assert shown <= files
    listed = export.listed((target / SUMS).read_text(encoding="utf-8"))
    assert set(listed) == files - {SUMS}
    assert all(sha256((target / name).read_bytes()).hexdigest() == total for name, total in listed.items())


def test_a_publication_is_made_anew_in_its_own_folder_only(place: Path, tmp_path: Path) -> None:
    target = tmp_path / "site"
    first = export.publish(place, target)
    before = (target / SUMS).read_text(encoding="utf-8")
    gone = target / "graph" / "old.ttl"
    gone.write_text("")
    (target / "own.html").write_text("mine")
    outside = tmp_path / "outside"
    outside.write_text("kept")
    total = "0" * 64
    (target / SUMS).write_text(f"{before}{total}  graph/old.ttl\n{total}  ../outside\n", encoding="utf-8")
    assert export.publish(place, target) == first
    assert (target / SUMS).read_text(encoding="utf-8") == before
    assert not gone.exists()
    assert (target / "own.html").exists()
    assert outside.read_text() == "kept"


def test_a_folder_with_something_else_is_left_alone(place: Path, tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(export.ExportError, match="the folder is not empty"):
        export.publish(place, tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_file_changed_since_the_build_is_not_published(place: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(place, home)
    with (home / "dist" / "claims.csv").open("a", encoding="utf-8") as file:
        file.write("\n")
    with pytest.raises(export.ExportError, match=r"claims\.csv: this is not the file that the build wrote"):
        export.publish(home, tmp_path / "site")
    (home / "dist" / "claims.csv").unlink()
    with pytest.raises(NotBuiltError, match=r"claims\.csv"):
        export.publish(home, tmp_path / "site")
    (home / "dist" / SUMS).unlink()
    with pytest.raises(NotBuiltError, match=SUMS):
        export.publish(home, tmp_path / "site")
    assert not (tmp_path / "site").exists()
