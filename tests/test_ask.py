"""`cpgraph query`: names, files, parameters, formats, and what it says when something is wrong."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cpgraph.cli import app

Ask = Callable[..., Result]


@pytest.fixture
def ask(built: Path, monkeypatch: pytest.MonkeyPatch) -> Ask:
    """Run the command on the built graph."""
    monkeypatch.setenv("CPGRAPH_GRAPH", str(built / "cpgraph.nq"))

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(app, ["query", *arguments])

    return run


def test_without_a_name_it_lists_the_queries(ask: Ask) -> None:
    lines = ask().stdout.splitlines()
    assert lines[0].split() == ["name", "shows"]
    assert any(line.startswith("offenders-in-a-year  ") for line in lines)


def test_table_has_prefixed_names_and_no_spaces_at_the_end(ask: Ask) -> None:
    result = ask("shares-that-do-not-fit")
    assert result.exit_code == 0
    header, first, second = result.stdout.splitlines()
    assert header.split() == ["share", "shareLabel", "members", "baseSize", "computed", "printed"]
    assert first.startswith("obs:share_")
    assert second.endswith("307      512       59.961    60.3")


def test_parameters_take_the_place_of_defaults(ask: Ask) -> None:
    result = ask("offenders-in-a-year", "--param", "year=2005", "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(result.stdout))
    assert (row["year"], row["offenders"]) == ("2005", "98")


def test_formats(ask: Ask) -> None:
    content = json.loads(ask("base-offense-levels", "--format", "json").stdout)
    assert [row["level"]["value"] for row in content["results"]["bindings"]] == ["27", "32"]
    assert ask("base-offense-levels", "--format", "tsv").stdout.startswith("?provision\t")
    assert ask("base-offense-levels", "--format", "xml").stdout.startswith("<?xml")
    graph = ask("table-as-a-graph", "--format", "turtle").stdout
    assert "qb:observation" in graph
    assert graph.endswith("\n")
    assert ask("table-as-a-graph").stdout.split()[:3] == ["subject", "predicate", "object"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("shares-that-do-not",), "shares-that-do-not-fit"),
        (("no-such-thing-zzz",), "without a name lists them"),
        (("offenders-in-a-year", "--param", "yeer=2005"), "it has: universe, year"),
        (("offenders-in-a-year", "--param", "year"), "name=value"),
        (("means-surely-over-a-threshold", "--param", "threshold=many"), "decimal"),
        (("offenders-in-a-year", "--format", "turtle"), "turtle"),
        (("table-as-a-graph", "--format", "csv"), "csv"),
        (("offenders-in-a-year", "--format", "html"), "html"),
    ],
)
def test_wrong_usage_is_exit_2_and_says_what_would_be_right(
    ask: Ask, arguments: tuple[str, ...], said: str
) -> None:
    result = ask(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr.replace("\n", " ")
    assert not result.stdout


def test_a_file_is_asked_too(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "own.rq"
    file.write_text("ASK { ?s ?p ?o }", encoding="utf-8")
    assert ask(str(file)).stdout == "true\n"
    assert ask(str(file), "--param", "a=b").exit_code == 2


@pytest.mark.parametrize("header", ["", "#+ summary: Things\n#+ returns: [s]\n"])
def test_a_syntax_error_is_exit_1_with_a_caret_under_the_place(ask: Ask, tmp_path: Path, header: str) -> None:
    file = tmp_path / "wrong.rq"
    file.write_text(header + "SELECT ?s WHERE {\n  ?s ?p\n}\n", encoding="utf-8")
    result = ask(str(file))
    assert result.exit_code == 1
    line = 3 + header.count("\n")
    first, shown, caret = result.stderr.splitlines()
    assert first.startswith(f"error: line {line}, column ")
    assert (shown, caret.strip()) == ("}", "^")
    assert not result.stdout


def test_a_query_that_fails_is_exit_1(ask: Ask, tmp_path: Path) -> None:
    file = tmp_path / "failing.rq"
    file.write_text("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", encoding="utf-8")
    result = ask(str(file))
    assert result.exit_code == 1
    assert "failed" in result.stderr
