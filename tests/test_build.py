"""The build: the same bytes every time, nothing half-written, evidence that covers everything."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, RdfFormat, Store, parse

import tables
from conftest import DEMO, REPO
from cpgraph.build import RepeatedTripleError, build, locate_texts
from cpgraph.errors import DataErrors, EvidenceError
from cpgraph.records.data import Data
from cpgraph.texts.normalise import normalise
from cpgraph.vocab import BASE, NAMESPACES, PREFIXES, is_apart


def quiet(_: str) -> None:
    return None


@pytest.mark.parametrize("home", ["harbor", pytest.param("real", marks=pytest.mark.slow)])
def test_same_bytes_in_another_process_and_place(
    home: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    """Hash seeds, locale and working folder leave no trace in the output."""
    place = REPO if home == "real" else request.getfixturevalue("harbor")
    built = request.getfixturevalue("built") if home == "real" else place / "dist"
    environment = os.environ | {
        "PYTHONHASHSEED": "1",
        "LC_ALL": "C",
        "CPGRAPH_HOME": str(place),
        "TZ": "Asia/Tokyo",
    }
    command = [sys.executable, "-m", "cpgraph", "build", "--out", str(tmp_path / "again")]
    subprocess.run(command, cwd=tmp_path, env=environment, check=True, capture_output=True, timeout=120)
    names = sorted(path.name for path in built.iterdir())
    assert names == sorted(path.name for path in (tmp_path / "again").iterdir())
    for name in names:
        assert (built / name).read_bytes() == (tmp_path / "again" / name).read_bytes(), name


def test_nquads_are_canonical(built: Path) -> None:
    text = (built / "cpgraph.nq").read_text(encoding="utf-8")
    lines = text.splitlines()
    assert lines == sorted(set(lines))
    quads = list(parse(text, format=RdfFormat.N_QUADS))
    assert len(quads) == len(lines)
    assert all(str(quad.graph_name).startswith(f"<{BASE}") for quad in quads)


def test_the_store_changes_no_value(built: Path) -> None:
    """A datatype that the store rewrites would be one in the files and another in the answers."""
    held = set(parse(path=str(built / "cpgraph.nq"), format=RdfFormat.N_QUADS))
    store = Store()
    store.bulk_extend(held)
    assert held == set(store)


def test_a_triple_in_two_graphs_is_refused(small: Path) -> None:
    """So that the union of all graphs counts each triple once."""
    for name in ("cpg", "shapes"):
        with (small / "ontology" / f"{name}.ttl").open("a") as file:
            file.write(f'\n<{BASE}ns> <http://www.w3.org/2000/01/rdf-schema#comment> "here and there" .\n')
    with pytest.raises(RepeatedTripleError, match=r'"here and there" stands in two graphs, <.*> and <.*>'):
        build(small, small / "dist", quiet)
    assert not (small / "dist").exists()


def test_every_term_is_known_and_every_local_name_plain(built: Path) -> None:
    """No term outside the closed lists is used, and no IRI of ours needs escaping in a query."""
    known = {PREFIXES[prefix] + name for prefix, names in NAMESPACES.items() for name in names}
    text = (built / "cpgraph.nq").read_text(encoding="utf-8")
    shapes = {f"{BASE}graph/{name}" for name in ("house", "shapes")}
    for quad in parse(text, format=RdfFormat.N_QUADS):
        if quad.graph_name.value in shapes or isinstance(quad.subject, BlankNode):
            continue
        is_component = is_apart(quad.graph_name.value) and quad.predicate.value.startswith(BASE)
        assert quad.predicate.value in known or is_component, quad.predicate.value
        subject = quad.subject.value
        if subject.startswith(BASE):  # some SPARQL parsers read only these characters in a prefixed name
            assert re.fullmatch(r"([A-Za-z0-9._-]+[/#]?)*", subject.removeprefix(BASE)), subject


def test_nothing_is_written_when_evidence_is_missing(small: Path) -> None:
    evidence = small / "data" / "reports" / "demo-2022" / "evidence.tsv"
    evidence.write_text("".join(evidence.read_text().splitlines(keepends=True)[:-1]))
    with pytest.raises(EvidenceError, match=r"lacks 1 mentions \(table-1__share.*Run `cpgraph locate TEXT`"):
        build(small, small / "dist", quiet)
    assert not (small / "dist").exists()


def test_locate_writes_the_committed_evidence(small: Path) -> None:
    other = shutil.copytree(REPO / "tests" / "rules" / "base", small / "other")
    for home, text in (
        (small / "data", DEMO / "demo-2022.txt"),
        (other, REPO / "tests" / "rules" / "base.txt"),
    ):
        (evidence,) = home.glob("reports/*/evidence.tsv")
        before = evidence.read_bytes()
        evidence.unlink()
        assert locate_texts(home, [text], quiet) == [evidence]
        assert evidence.read_bytes() == before


def test_locate_refuses_what_it_cannot_find(small: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text("Another text.\n")
    with pytest.raises(EvidenceError, match="none of these files is the whole text of a known report"):
        locate_texts(small / "data", [other], quiet)
    prose = small / "data" / "reports" / "demo-2022" / "prose.csv"
    prose.write_text(prose.read_text().replace("decided [40] cases", "weighed [40] cases"))
    with pytest.raises(DataErrors, match=r"prose\.csv:2:7: the quote for 'summary' stands not at all"):
        locate_texts(small / "data", [DEMO / "demo-2022.txt"], quiet)


def test_a_second_report_is_one_more_folder(both: Path, built: Path) -> None:
    """Adding a report changes no triple of the first, in its own graphs and in the shared law.

    The catalog counts all reports, so its counts change; what both reports say of a metric stands in one's graph;
    the days of the years of a report are in the graph of links.
    """
    first, second = (
        {
            line if "/check/" not in line else line.rpartition(" <")[0]
            for line in (folder / "cpgraph.nq").read_text(encoding="utf-8").splitlines()
            if not line.endswith(f"<{BASE}graph/catalog> .") and "_:" not in line
        }
        for folder in (built, both)
    )
    assert first <= second
    assert all(
        any(part in line for part in ("demo-", "/graph/shared>", "/check/", "/ns/dcat#"))
        for line in second - first
    )
    for name in ("observations.csv", "mentions.csv"):
        assert {r["id" if "id" in r else "subject"] for r in tables.read(built / name)} <= {
            r["id" if "id" in r else "subject"] for r in tables.read(both / name)
        }


@pytest.mark.source
def test_offsets_point_at_what_is_printed(built: Path, sources: Mapping[str, Path]) -> None:
    """Each row of mentions.csv, read with nothing but the file of that digest and Python's slicing."""
    seen = 0
    for row in tables.read(built / "mentions.csv"):
        if row["extraction"] not in sources:
            continue
        text = sources[row["extraction"]].read_bytes().decode("utf-8")
        assert normalise(text[int(row["start"]) : int(row["end"])]).text == row["exact"], row
        seen += 1
    assert seen > 1000


@pytest.mark.source
def test_committed_evidence_is_what_locate_finds(
    data: Data, sources: Mapping[str, Path], tmp_path: Path
) -> None:
    shutil.copytree(REPO / "data", tmp_path / "data")
    written = locate_texts(tmp_path / "data", list(sources.values()), quiet)
    for path in written:
        committed = REPO / path.relative_to(tmp_path)
        assert path.read_bytes() == committed.read_bytes(), "run `cpgraph locate` and commit evidence.tsv"
    assert written
    known = {text.sha256 for report in data.reports for text in report.record.extractions}
    assert known <= {sha256(path.read_bytes()).hexdigest() for path in sources.values()}
