"""`cpgraph export`: what comes out is what is in the graph, and a wrong call says what to do."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import get_args

import pytest
import rdflib
from pyoxigraph import (
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Quad,
    RdfFormat,
    Triple,
    parse,
    serialize,
)
from rdflib.compare import isomorphic

from commands import run
from cpgraph import export, jsonld, turtle
from cpgraph.errors import GraphFileError, NotBuiltError, UsageError
from cpgraph.files import SUMS
from cpgraph.vocab import BASE, PREFIXES, is_apart

FACTS = f"{BASE}report/ussc-2021-production/graph/facts"


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
def graph(built: Path) -> export.Built:
    return export.read(built / "cpgraph.nq")


def canonical(quads: list[Quad]) -> list[str]:
    """Quads as sorted lines, with blank nodes named by their place."""
    dataset = Dataset(quads)
    dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    return sorted(str(quad) for quad in dataset)


@pytest.mark.parametrize("form", get_args(export.FormatName))
@pytest.mark.parametrize("name", [pytest.param(None, marks=pytest.mark.slow), FACTS, f"{BASE}graph/shapes"])
def test_the_dataset_and_a_graph_survive_every_format(
    graph: export.Built, form: export.FormatName, name: str | None
) -> None:
    """A format with named graphs gives back the same quads; one without them the default graph, each triple once."""
    chosen, _ = export.FORMATS[form]
    lines = [line for line in graph.lines if name is None or line.endswith(f" <{name}> .")]
    quads = list(parse("\n".join(lines), format=RdfFormat.N_QUADS))
    back = list(parse(export.render(graph, form, name), format=chosen))
    if not chosen.supports_datasets:
        quads = [q for q in quads if name or not is_apart(q.graph_name.value)]
        quads = [Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in quads]
    assert canonical(back) == canonical(quads)
    assert len(back) > (1_000 if name else 50_000)


def test_the_text_is_that_of_the_build_whatever_the_order_of_lines(built: Path, graph: export.Built) -> None:
    assert export.render(graph, "nquads") == (built / "cpgraph.nq").read_bytes()
    text = (built / "cpgraph.trig").read_bytes()
    first = text.index(b" {\n")  # before it stand the prefixes, of which an export leaves out the unused
    turned = export.Built(graph.path, tuple(reversed(graph.lines)), graph.graphs)
    assert export.render(turned, "trig").endswith(text[text.rindex(b"\n", 0, first) :])
    head = (
        export.render(graph, "turtle", FACTS).decode().partition("\nobs:count_prod-2019 a qb:Observation")[0]
    )
    assert "@prefix obs: " in head
    assert "@prefix eli: " not in head


def test_a_line_end_inside_a_literal_is_no_end_of_a_line(tmp_path: Path) -> None:
    """Some characters end a line for Python and not for N-Quads."""
    line = f'<{BASE}a> <{PREFIXES["rdfs"]}label> "one\u2028two\x85three" <{BASE}graph/x> .'
    (tmp_path / "cpgraph.nq").write_text(f"{line}\n", encoding="utf-8")
    built = export.read(tmp_path / "cpgraph.nq")
    assert built.lines == (line,)
    (quad,) = parse(export.render(built, "trig"), format=RdfFormat.TRIG)
    assert getattr(quad.object, "value", "") == "one\u2028two\x85three"


@pytest.mark.parametrize(
    "name", [FACTS, f"<{FACTS}>", "report/ussc-2021-production/graph/facts", "graph/facts", "facts", "/facts"]
)
def test_a_graph_is_found_by_its_iri_or_an_end_of_it(graph: export.Built, name: str) -> None:
    assert graph.find(name) == FACTS


def test_a_name_of_no_graph_or_of_several_lists_those_there_are(graph: export.Built) -> None:
    for name in ("fcats", "acts", ""):
        with pytest.raises(UsageError, match=rf"no graph is called {name}\. Name one of: .*graph/law, "):
            graph.find(name)
    names = tuple(f"{BASE}{start}graph/facts" for start in ("report/one/", "report/two/", ""))
    several = export.Built(Path(), (), names)
    assert several.find("graph/facts") == names[2]
    with pytest.raises(UsageError, match=r"several graphs are called facts.*: report/one/graph/facts, "):
        several.find("facts")


# --- The command ------------------------------------------------------------


def test_the_command_writes_one_file_and_names_it(built: Path, tmp_path: Path) -> None:
    graph, out = built / "cpgraph.nq", tmp_path / "new" / "folder"
    for form, name, file in (
        ("turtle", "law", "law.ttl"),
        ("rdfxml", "facts", "ussc-2021-production-facts.rdf"),
    ):
        done = run("export", "--out", out, "--format", form, "--graph", name, CPGRAPH_GRAPH=graph)
        assert (done.code, done.out) == (0, f"{out / file}\n")
    assert sorted(path.name for path in out.iterdir()) == ["law.ttl", "ussc-2021-production-facts.rdf"]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", r"cpgraph\.nq:1: "),
        (b'<x:a> <x:b> <x:c> <x:g> .\n<a> <b> "c" .\n', r"cpgraph\.nq:2: .*no quad"),
        (b"<x:a> <x:b> <x:c> <x:g> .\n<x:a> <x:b>", r"cpgraph\.nq:2: .*no quad"),
        (b"\xff\xfe", "this is not a built graph"),
        (b"one two three <x:g> .\n", "this is not a built graph"),
    ],
)
def test_a_graph_that_is_cut_off_or_another_file_is_refused(
    tmp_path: Path, content: bytes, message: str
) -> None:
    (tmp_path / "cpgraph.nq").write_bytes(content)
    with pytest.raises(GraphFileError, match=message):
        export.render(export.read(tmp_path / "cpgraph.nq"), "trig")


# --- The publication folder -------------------------------------------------


def test_a_publication_has_each_file_at_the_path_of_its_iri(
    place: Path, tmp_path: Path, graph: export.Built
) -> None:
    target = tmp_path / "site"
    assert run("export", "--all", target, CPGRAPH_HOME=place).code == 0
    files = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    for iri in graph.graphs:
        path = f"{iri.removeprefix(BASE)}.ttl"
        assert path in files
        lines = turtle.of_graph(graph.lines, iri)
        assert len(list(parse(path=str(target / path), format=RdfFormat.TURTLE))) == len(lines)
    held = [line.split("> <") for line in graph.lines if line.startswith("<")]
    urls = [parts[2] for parts in held if parts[1:2] == [f"{PREFIXES['dcat']}downloadURL"]]
    assert len(urls) > 15
    assert {url.removeprefix(BASE) for url in urls} <= files
    shown = "ns.ttl house.ttl shapes.ttl void.ttl .well-known/void dcat.ttl LICENSE-DATA CITATION.cff".split()
    assert set(shown) <= files
    listed = export.listed((target / SUMS).read_text(encoding="utf-8"))
    assert set(listed) == files - {SUMS}
    assert all(sha256((target / name).read_bytes()).hexdigest() == total for name, total in listed.items())
    before = sorted(target.rglob("*"))
    again = run("export", "--all", target, CPGRAPH_HOME=place)
    assert again.code == 1
    assert "not empty" in again.err
    assert sorted(target.rglob("*")) == before


def test_a_file_changed_since_the_build_is_not_published(place: Path, tmp_path: Path) -> None:
    home = tmp_path / "home"
    shutil.copytree(place, home)
    graph, claims, target = home / "dist" / "cpgraph.nq", home / "dist" / "claims.csv", tmp_path / "site"
    claims.write_text(claims.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    with pytest.raises(export.ExportError, match=r"claims\.csv: this is not the file that the build wrote"):
        export.publish(graph, home, target)
    for path in (claims, home / "dist" / SUMS, graph):
        path.unlink()
        with pytest.raises(NotBuiltError, match=path.name):
            export.publish(graph, home, target)
    assert not target.exists()


ODD = """
@prefix m: <https://w3id.org/cpgraph/measure/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<https://a.example/x> a m:count, m:share ;
  m:a "en"@en, "de"@de, "plain", 5, 05, -0, 99999999999999999999, true, "1"^^xsd:boolean, 2.50, 1e0 ;
  <https://a.example/p#> m: , <m:scheme>, <id:x>, [ a m:count ] ;
  m:b ( 1 "x" ) , () .
<https://a.example/y> a "no class" .
"""


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # the second parser's own
def test_compact_json_ld_says_the_same_with_short_names(built: Path) -> None:
    """In two parsers; and where a name begins as a prefix does, the prefix is not used."""

    def same(triples: Iterable[Triple]) -> list[str]:
        return canonical([Quad(*triple) for triple in triples])

    for text in (ODD, ODD.replace(", <m:scheme>", "")):
        triples = [quad.triple for quad in parse(text, RdfFormat.TURTLE)]
        made = jsonld.compact(serialize(triples, format=RdfFormat.JSON_LD) or b"", PREFIXES)
        document = json.loads(made)
        assert same(quad.triple for quad in parse(made, RdfFormat.JSON_LD)) == same(triples)
        graphs = [rdflib.Graph().parse(data=made.decode(), format="json-ld")]
        graphs.append(rdflib.Graph().parse(data=text, format="turtle"))
        assert isomorphic(*graphs)
        assert ("m" in document["@context"]) == ("<m:scheme>" not in text)
    node = next(one for one in document["@graph"] if one["id"] == "https://a.example/x")
    assert node["type"] == ["m:count", "m:share"]
    assert {"en", 5, True} <= {one for one in node["m:a"] if not isinstance(one, dict)}
    shown = json.loads((built / "context.jsonld").read_text(encoding="utf-8"))["@context"]
    assert document["@context"].items() <= shown.items()
