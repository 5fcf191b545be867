"""The house rules that a program can hold: who imports whom, how long a module is, what no file may say."""

from __future__ import annotations

import ast
import doctest
import importlib
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import REPO
from cpgraph.records.data import Data

SRC = REPO / "src" / "cpgraph"
ROWS = [
    row.split()
    for row in (
        "__init__ citations drawing errors files vocab records intervals jsonld marked paths tables texts",
        "reader iris triples turtle evidence arithmetic labels queries results store remote schema_org",
        "graphs flat cubes check publish",
        "api ask build completion describe export web",
        "cli",
        "__main__",
    )
]
BUILD_WING = set("reader records graphs build flat cubes arithmetic labels evidence describe".split())
SERVE_WING = {"results", "store", "web"}
# Within its row a package imports its own modules; these pairs are the other steps inside a row.
WITHIN_ROW = {
    tuple(pair.split(">"))
    for pair in "labels>records store>results build>describe ask>web api>ask completion>ask".split()
}
# what a user imports loads the rest when it is asked for
LAZY = ("__init__", "api")


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(SRC.rglob("*.py")):
        yield path.relative_to(SRC).parts[0].removesuffix(".py"), path


def _dotted(path: Path) -> str:
    return ".".join(("cpgraph", *path.relative_to(SRC).with_suffix("").parts)).removesuffix(".__init__")


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "cpgraph":
            parts = node.module.split(".")
            yield from (parts[1:2] if len(parts) > 1 else [alias.name for alias in node.names])
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("cpgraph."))


def _row(name: str) -> int:
    return next(row for row, names in enumerate(ROWS) if name in names)


def test_imports_point_down() -> None:
    seen = 0
    for name, path in _modules():
        for other in _imports(path):
            seen += 1
            if other in ("__version__", name):
                continue
            ok = _row(other) < _row(name) or (name, other) in {*WITHIN_ROW, LAZY}
            assert ok or (_row(name) == _row(other) == 0), f"{path.name} ({name}) imports {other}"
    assert seen > 50, "the walk found too few imports to mean anything"


def test_wings_meet_only_in_the_built_graph() -> None:
    for name, path in _modules():
        text = path.read_text(encoding="utf-8")
        assert name == "check" or not re.search(r"\b(?:import|from) pyshacl\b", text), path
        if name in SERVE_WING:
            assert not BUILD_WING & set(_imports(path)), path
            assert not re.search(r"^\s*(?:import|from) rdflib\b", text, re.MULTILINE), path
        if name == "check":
            assert not (BUILD_WING - {"records"}) & set(_imports(path)), path


def test_modules_are_short() -> None:
    for _, path in _modules():
        assert path.read_text(encoding="utf-8").count("\n") <= 300, path


def test_code_knows_no_number_of_the_report(data: Data) -> None:
    """The builder is generic: no part, section or count of this report stands in the code."""
    report = data.reports[0]
    names = {part.id for part in report.record.parts if re.search(r"\d", part.id)}
    names |= {record.id for record in data.shared.provisions.values()}
    names |= {scheme for scheme in report.schemes if scheme != "district"} & {"relationship", "victim-age"}
    counts = {
        item.printed.text
        for obs in report.observations
        for item in obs.occurrences
        if item.printed and item.printed.value >= 300 and item.printed.text.replace(",", "").isdigit()
    }
    for _, path in _modules():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docstrings = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Constant) or id(node) in docstrings:
                continue
            if isinstance(node.value, str):
                assert node.value not in names, f"{path}: {node.value!r}"
            if isinstance(node.value, int) and not isinstance(node.value, bool):
                text = str(node.value)
                exempt = "web" in path.parts or path.name == "store.py"  # status codes, sizes, limits
                assert exempt or text not in counts - {"400"}, f"{path}:{node.lineno}: {node.value}"


# Words that the house does not write: not American, or not the law's. What another body spells stays its own.
NOT_OURS = re.compile(
    r"licence|judgement|(?<!pornography )offence|behaviour|colour|neighbour|labelled(?!by)|misspelt(?!-)|\bcentre\b"
    r"|towards|by far the most|telephone|prison term|convicted before|depends on rounding|what machines look for"
    r"|parts? of the (?:offenders|cases|sentences)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("folder", ["data", "docs", "ontology", "queries", "src/cpgraph/web"])
def test_words_are_american_and_the_laws(folder: str) -> None:
    texts = [
        path
        for path in sorted((REPO / folder).rglob("*"))
        if path.suffix in {".html", ".yaml", ".ttl", ".rq", ".md"} and path.parent.name != "releases"
    ]
    assert texts
    for path in texts:
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            assert not NOT_OURS.search(line), f"{path}:{number}: {line}"


# Hosts of package registries and paths of machines, written so that this file does not hold them.
FORBIDDEN = "py~pi.org python~hosted registry.~npmjs deb.~debian /wo~rk/ /tmp/~bash".replace("~", "").split()


def _tracked() -> list[Path]:
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"], cwd=REPO, capture_output=True, check=True, timeout=30
        ).stdout
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git checkout")
    return [REPO / name for name in listed.decode().split("\0") if name]


def test_no_registry_host_and_no_machine_path() -> None:
    for path in _tracked():
        if path.is_file():
            text = path.read_bytes().decode("utf-8", errors="replace")
            assert not [word for word in FORBIDDEN if word in text], path


def test_requirements_are_pinned_with_hashes_and_name_no_host() -> None:
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (REPO / name).read_text(encoding="utf-8")
        pins = re.findall(r"^[\w.-]+(?:\[[\w,]+\])?==", text, re.MULTILINE)
        assert len(pins) > 20
        assert "://" not in text
        for block in re.split(r"\n(?=\S)", text.strip()):
            assert "--hash=sha256:" in block, block


def test_every_error_has_a_code_of_its_own() -> None:
    pattern = re.compile(r"^    code = \"(CPG-E\d{3})\"$", re.MULTILINE)
    codes = [code for _, path in _modules() for code in pattern.findall(path.read_text(encoding="utf-8"))]
    assert len(codes) > 15
    assert sorted(codes) == sorted(set(codes))


@pytest.mark.parametrize(
    "name", [_dotted(path) for _, path in _modules() if ">>> " in path.read_text(encoding="utf-8")]
)
def test_examples_in_docstrings_are_true(name: str, built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CPGRAPH_GRAPH", str(built / "cpgraph.nq"))
    module = importlib.import_module(name)
    given = {"graph": module.open()} if name == "cpgraph.api" else {}  # opened once for all
    result = doctest.testmod(module, extraglobs=given)
    assert result.attempted
    assert not result.failed
